/**
 * The checker in the browser: the same Python package as `mcheck`, in a worker that cannot send anything.
 *
 *     const engine = createEngine({ base: location, onProgress: show });
 *     await engine.load();
 *     const { status, report } = await engine.check(file, { name: file.name, on: "2026-11-24" });
 *
 * The page that uses it has `engine: true` in its front matter, which gives it the policy that a worker from a blob and
 * WebAssembly need. `load` fetches the files, seals the page (see `seal`) and only then starts the worker, which takes
 * the policy of the page with it. So whatever else the page wants to load, a module or a font, it loads before.
 *
 * @typedef {object} Progress
 * @property {number} step which step is under way, from 1
 * @property {number} steps how many there are
 * @property {string} label what the step does, in words
 * @property {number} loadedBytes what has come, as unpacked
 * @property {number} totalBytes what there is to come
 *
 * @typedef {object} Message why a file was refused, or what there is to say about one: see the report's schema
 * @property {string} text
 * @property {string} hint
 * @property {string} [code]
 * @property {string} [severity]
 * @property {string} [pointer]
 * @property {number} [line]
 *
 * @typedef {object} Checked
 * @property {0|1|2} status the exit status of `mcheck check`
 * @property {object|null} report null for a file that was refused
 * @property {string} [json] what `mcheck check --format json` prints, its final newline included
 * @property {string} [html] the renewal bar of each license, an element with `data-bar`; `reportPage` is the whole page
 * @property {Message[]} messages
 *
 * @typedef {string|Blob|ArrayBuffer|Uint8Array} Source a portfolio. Give a chosen file as it is: its bytes are hashed
 */

/** What `error.code` may be. */
const CODES = /** @type {const} */ (["unsupported", "network", "crashed", "cancelled"]);
const LABELS = ["Getting the checker", "Starting it", "Reading the rules"];
const STEPS = { download: 1, python: 2, rules: 3 };
const NEEDED = ["engine", "python", "std", "app", "data"];
const ON_TAP = ["packet", "calendar", "import", "workbook"];
/** How a workbook begins, as every zip archive does. */
const ZIP = "PK";
const MANIFEST = "manifest.json";
const WASM = "application/wasm";
/** A module of a few bytes that catches an exception: a browser that does not know it cannot run Python either. */
const CATCHES = [0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 10, 8, 1, 6, 0, 6, 64, 25, 11, 11];
/** What the sealed page may still do: nothing that goes to a server. The worker comes from memory. */
const SEAL = [
  "default-src 'none'",
  "script-src 'wasm-unsafe-eval'",
  "worker-src blob:",
  "style-src 'unsafe-inline'",
  "img-src data: blob:",
  "form-action 'none'",
].join("; ");

/** Names of what is kept: the page with its parts, and for each state of the engine its files. */
const PAGE = "mcheck-page";
const ENGINE = "mcheck-engine-";

class EngineError extends Error {
  /** @param {typeof CODES[number]} code */
  constructor(code, text) {
    super(text);
    this.name = "EngineError";
    this.code = code;
  }
}

/** Why this browser cannot run the engine, or "" if it can. */
export function whyNot() {
  if (typeof WebAssembly !== "object" || !WebAssembly.compileStreaming) return "This browser has no WebAssembly.";
  if (!WebAssembly.validate(new Uint8Array(CATCHES))) return "This browser's WebAssembly is too old.";
  if (typeof BigInt64Array === "undefined") return "This browser has no whole numbers of 64 bits.";
  let modules = false;
  try {
    const options = {
      get type() {
        modules = true;
        return "module";
      },
    };
    new Worker(URL.createObjectURL(new Blob([], { type: "text/javascript" })), options).terminate();
  } catch {
    // such as where workers are forbidden
  }
  return modules ? "" : "This browser cannot run modules in the background.";
}

/** What fails without harm, such as where storage is refused: its value, or undefined. */
async function attempt(action) {
  try {
    return await action();
  } catch {
    return undefined;
  }
}

/** The date here, as YYYY-MM-DD. */
function today() {
  const now = new Date();
  return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
}

/** Whether these are the bytes that were meant; where the browser cannot tell, they are taken. */
async function isWhole(bytes, sha256) {
  const digest = await attempt(() => crypto.subtle.digest("SHA-256", bytes));
  if (!digest) return true;
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("") === sha256;
}

async function bytesOf(source) {
  if (typeof source === "string") return new TextEncoder().encode(source);
  if (source instanceof Blob) return new Uint8Array(await source.arrayBuffer());
  return new Uint8Array(source instanceof ArrayBuffer ? source.slice(0) : source);
}

class Engine {
  /** @type {"idle"|"loading"|"sealed"|"ready"|"busy"|"failed"} */
  state = "idle";
  /** @type {{edition: string, mcheck: string, as_of: string}|undefined} known as soon as `load` has begun */
  catalog;
  #base;
  #onProgress;
  #patience;
  #manifest;
  /** Files by their part, as ArrayBuffers; of Python the compiled module. They outlive a worker. */
  #files = {};
  /** Python as it came, until it is kept. */
  #wasm;
  #loaded = 0;
  #abort = new AbortController();
  #loading;
  #worker;
  #source;
  #calls = new Map();
  #last = 0;
  #crashed = false;
  #added = new Set();
  /** The service worker, where there may be one. */
  #keeper;
  #kept = false;

  constructor(base, onProgress, patience) {
    this.#base = new URL(base, location.href);
    this.#onProgress = onProgress;
    this.#patience = patience;
  }

  /** Resolves when the first check can start. Call it again after `cancelled`, `network` or `crashed` to go on. */
  load() {
    if (!this.#loading) {
      this.#crashed = false;
      this.#begin(this.#load());
    }
    return this.#loading;
  }

  /** Ends `load`, which rejects with the code "cancelled". What has come is kept for the next `load`. */
  cancel() {
    if (this.state !== "loading" && this.state !== "sealed") return;
    this.#abort.abort();
    this.#end(new EngineError("cancelled", "Cancelled."));
  }

  /** Ends what is under way, which rejects with the code "cancelled", and starts the worker again. */
  async stop() {
    if (this.state !== "busy") return;
    this.#end(new EngineError("cancelled", "Stopped."));
    await this.#begin(this.#start());
  }

  /** From now on this page can send nothing: no request of any kind, from it or from a worker that it starts. */
  async seal() {
    if (document.querySelector("meta[data-seal]")) return;
    await attempt(() => Promise.all([...document.fonts].map((font) => font.load())));
    const policy = document.createElement("meta");
    policy.httpEquiv = "Content-Security-Policy";
    policy.content = SEAL;
    policy.dataset.seal = "";
    document.head.append(policy);
  }

  /**
   * `mcheck check`.
   * @param {Source} source
   * @param {{name?: string, on?: string, sets?: string}} [options] `on`: the date of the application, YYYY-MM-DD
   * @returns {Promise<Checked>}
   */
  async check(source, options = {}) {
    const reply = await this.#run("check_file", source, options);
    attempt(() => this.#keep());
    return { ...reply, report: reply.json ? JSON.parse(reply.json) : null };
  }

  /**
   * `mcheck plan`. May take seconds: `stop` ends it.
   * @param {Source} source
   * @param {{name?: string, on?: string}} [options]
   * @returns {Promise<{plan: object|null, json?: string, messages?: Message[]}>}
   */
  async plan(source, options = {}) {
    const reply = await this.#run("plan_file", source, options);
    return { ...reply, plan: reply.json ? JSON.parse(reply.json) : null };
  }

  /**
   * Reads what was typed, as `mcheck init` and `mcheck add` do.
   * @param {[string, string][]} answers the name of a question, and the text
   * @returns {Promise<{value?: *, unit?: string, error?: string}[]>} `error` says what would do
   */
  async read(answers) {
    await this.load();
    return JSON.parse(await this.#call("run", ["read_answers", await bytesOf(JSON.stringify(answers)), {}]));
  }

  /**
   * The whole report as a page to print or keep.
   * @returns {Promise<{html?: string, messages?: Message[]}>} messages alone for a file that is refused
   */
  async reportPage(source, options = {}) {
    await this.#add("packet");
    return this.#run("report_page", source, options);
  }

  /**
   * `mcheck packet`.
   * @returns {Promise<{html?: string, markdown?: string, messages?: Message[]}>} messages alone if there is none to make
   */
  async packet(source, options = {}) {
    await this.#add("packet");
    return this.#run("packet_file", source, options);
  }

  /**
   * `mcheck calendar`: iCalendar text.
   * @param {Source} source
   * @param {{name?: string, on?: string, saved?: number}} [options] `saved`: when the file was last saved, by default now
   * @returns {Promise<string>} rejects with an Error that has `messages` if there is no date to note
   */
  async calendar(source, options = {}) {
    await this.#add("calendar");
    const saved = options.saved ?? (source instanceof File ? source.lastModified : Date.now());
    const reply = await this.#run("calendar_file", source, { ...options, saved });
    if (reply.ics === undefined) throw Object.assign(new Error(reply.messages[0].text), { messages: reply.messages });
    return reply.ics;
  }

  /**
   * `mcheck import`: what tables and badges bring to a portfolio. Ask what `asks` of a file says, and call it again with
   * the answers.
   * @param {File[]} files
   * @param {{into?: string, answers?: Object<string, string>, mapping?: object}} [options] `into`: the text of the
   *   portfolio to add to; `answers`: by the pointer of the question; `mapping`: `learned` of an earlier call
   * @returns {Promise<{status: 0|1|2, brought?: object, json?: string, text?: string, learned?: object,
   *   unused?: string[], messages?: Message[]}>} `brought`: what came of each file, as `json`, which is what
   *   `mcheck import --format json` prints; `text`: the portfolio that results. Messages alone where `into` is none
   */
  async importFiles(files, options = {}) {
    await this.#add("import");
    const names = files.map((file) => file.name || "file");
    const sources = await Promise.all(files.map(bytesOf));
    if (sources.some((bytes) => String.fromCharCode(...bytes.subarray(0, 2)) === ZIP)) await this.#add("workbook");
    const given = { ...options, names, today: today() };
    const reply = JSON.parse(await this.#call("run", ["import_files", sources, given]));
    return { ...reply, brought: reply.json ? JSON.parse(reply.json) : undefined };
  }

  /** Bytes that the interpreter holds. */
  async heap() {
    await this.load();
    return this.#call("heap");
  }

  /** What is waited for before anything is called; forgotten when it fails, so that the next `load` starts anew. */
  #begin(work) {
    const loading = work.catch((error) => {
      if (this.#loading === loading) this.#loading = undefined;
      this.state = error.code === "cancelled" ? "idle" : "failed";
      throw error;
    });
    loading.catch(() => {}); // whoever waits for it is told; nobody else has to be
    this.#loading = loading;
    return loading;
  }

  async #load() {
    this.state = "loading";
    this.#abort = new AbortController();
    const reason = whyNot();
    if (reason) throw new EngineError("unsupported", reason);
    this.#keeper ??= attempt(() => this.#hire());
    this.#manifest ??= await this.#fetch(MANIFEST).then((response) => response.json());
    this.catalog = this.#manifest.catalog;
    this.#tell(STEPS.download);
    const keeping = attempt(() => this.#keepPage());
    await this.#download(NEEDED);
    if (!(await this.#keeper)) await this.#download(ON_TAP);
    await keeping;
    if (this.#abort.signal.aborted) throw this.#lost();
    await this.seal();
    await this.#start();
  }

  #tell(step) {
    const totalBytes = NEEDED.reduce((sum, part) => sum + this.#manifest.files[part].bytes, 0);
    const loadedBytes = Math.min(this.#loaded, totalBytes);
    this.#onProgress({ step, steps: LABELS.length, label: LABELS[step - 1], loadedBytes, totalBytes });
  }

  async #download(parts) {
    try {
      await Promise.all(parts.filter((part) => !(part in this.#files)).map((part) => this.#get(part)));
    } catch (problem) {
      this.#abort.abort(); // the others, which the next `load` would ask for again
      throw problem;
    }
  }

  async #fetch(name) {
    const { signal } = this.#abort;
    let response;
    try {
      // what has a hash in its name never changes; the list of these names may have
      response = await fetch(this.#address(name), { signal, cache: name === MANIFEST ? "no-cache" : "default" });
    } catch {
      throw this.#lost();
    }
    if (response.status === 404 && name === MANIFEST) {
      throw new EngineError("unsupported", "This copy of the site has no checker.");
    }
    if (!response.ok) {
      this.#manifest = undefined; // the site may have changed since it was read
      throw new EngineError("network", `The server answered ${response.status}.`);
    }
    return response;
  }

  #address(name) {
    return new URL(`engine/${name}`, this.#base);
  }

  #lost() {
    return this.#abort.signal.aborted
      ? new EngineError("cancelled", "Cancelled.")
      : new EngineError("network", "The connection was lost.");
  }

  /** Fetches a part, counting its bytes; WebAssembly is compiled while it comes. */
  async #get(part) {
    const { name, bytes, sha256 } = this.#manifest.files[part];
    const response = await this.#fetch(name);
    const compiled = part === "python" ? this.#compile(response.clone()) : undefined;
    compiled?.catch(() => {}); // told below, once the bytes are there
    const content = new Uint8Array(bytes);
    let at = 0;
    try {
      for (const reader = response.body.getReader(); ; ) {
        const { done, value } = await reader.read();
        if (done) break;
        content.set(value, at);
        at += value.length;
        this.#loaded += value.length;
        this.#tell(STEPS.download);
      }
      if (at !== bytes) throw new RangeError("too short");
    } catch {
      this.#loaded -= at;
      throw this.#lost();
    }
    if (!(await isWhole(content, sha256))) {
      this.#loaded -= at;
      throw new EngineError("network", "A file arrived damaged.");
    }
    if (part !== "python") {
      this.#files[part] = content.buffer;
      return;
    }
    try {
      this.#files.python = await compiled;
    } catch {
      throw new EngineError("unsupported", "This browser cannot run the checker.");
    }
    this.#wasm = content.buffer;
  }

  #compile(response) {
    const typed = response.headers.get("Content-Type") === WASM;
    return WebAssembly.compileStreaming(
      typed ? response : new Response(response.body, { headers: { "Content-Type": WASM } }),
    );
  }

  /** Starts a worker from what is in memory. */
  async #start() {
    this.state = "sealed";
    this.#source ??= URL.createObjectURL(new Blob([this.#files.engine], { type: "text/javascript" }));
    const worker = new Worker(this.#source, { type: "module" });
    const lock = navigator.locks && `mcheck-${crypto.randomUUID()}`;
    this.#worker = worker;
    this.#added.clear();
    worker.onerror = () => this.#crash(worker);
    worker.onmessage = ({ data }) => {
      // the worker holds the lock as long as it lives, so whoever gets it next knows that the worker is gone
      if (data.step === "python" && lock) attempt(() => navigator.locks.request(lock, () => this.#crash(worker)));
      this.#answer(data);
    };
    const { python, std, app, data } = this.#files;
    await this.#call("start", [{ module: python, std, app, data, lock }]);
    this.state = this.#calls.size ? "busy" : "ready";
  }

  #answer({ id, value, error, step }) {
    if (step) return this.#tell(STEPS[step]);
    const call = this.#calls.get(id);
    if (!call) return;
    this.#calls.delete(id);
    if (!this.#calls.size && this.state === "busy") this.state = "ready";
    if (error === undefined) return call.resolve(value);
    const broken = new EngineError("crashed", error);
    call.reject(broken);
    if (call.call === "start") return;
    this.#end(broken); // nobody knows what is left of an interpreter that failed
    this.#begin(this.#start());
  }

  /** A worker that ended by itself is started again once, and does again what it was at. */
  #crash(worker) {
    if (worker !== this.#worker) return;
    const broken = new EngineError("crashed", "The checker stopped by itself.");
    const open = [...this.#calls.values()].filter(({ call }) => call !== "start");
    if (this.#crashed || this.state === "sealed") {
      this.#end(broken);
      this.#loading = undefined;
      this.state = "failed";
      return;
    }
    this.#crashed = true;
    this.#calls.clear();
    this.#end(broken);
    this.#begin(this.#start()).then(
      () => open.forEach(({ call, args, resolve, reject }) => this.#call(call, args).then(resolve, reject)),
      () => open.forEach(({ reject }) => reject(broken)),
    );
  }

  /** Ends the worker; what is under way rejects. */
  #end(error) {
    this.#worker?.terminate();
    this.#worker = undefined;
    const open = [...this.#calls.values()];
    this.#calls.clear();
    for (const { reject } of open) reject(error);
  }

  #call(call, args = []) {
    return new Promise((resolve, reject) => {
      const id = ++this.#last;
      this.#calls.set(id, { call, args, resolve, reject });
      if (this.state === "ready") this.state = "busy";
      this.#worker.postMessage({ id, call, args });
    });
  }

  /** Calls a function of the page's Python on the bytes of a file. */
  async #run(name, source, options) {
    await this.load();
    const given = { ...options, name: options.name || source.name || "portfolio.json", today: today() };
    return JSON.parse(await this.#call("run", [name, await bytesOf(source), given]));
  }

  /** Gives the worker an archive of libraries, once. */
  async #add(part) {
    await this.load();
    if (this.#added.has(part)) return;
    this.#files[part] ??= await this.#ask(part);
    await this.#call("add", [this.#files[part]]);
    this.#added.add(part);
  }

  /** A library from the service worker: the page itself is sealed. */
  async #ask(part) {
    const { port1, port2 } = new MessageChannel();
    const answered = new Promise((resolve) => (port1.onmessage = ({ data }) => resolve(data)));
    (await this.#keeper).postMessage({ part }, [port2]);
    const bytes = await answered;
    if (bytes && (await isWhole(bytes, this.#manifest.files[part].sha256))) return bytes;
    throw new EngineError("network", "Connect to the internet once: this paper needs a part that is not here yet.");
  }

  /** The service worker; undefined where there may be none, or none in time. */
  async #hire() {
    await navigator.serviceWorker.register(new URL("service-worker.js", this.#base));
    await caches.open(PAGE); // as it is of no use without
    return Promise.race([
      navigator.serviceWorker.ready.then(({ active }) => active),
      new Promise((resolve) => setTimeout(resolve, this.#patience)),
    ]);
  }

  /** Keeps what the page was made of, and says which libraries belong to it. */
  async #keepPage() {
    const cache = await caches.open(PAGE);
    const names = Object.fromEntries(ON_TAP.map((part) => [part, this.#manifest.files[part].name]));
    await cache.put(this.#address("on-tap.json"), new Response(JSON.stringify(names)));
    const loaded = performance.getEntriesByType("resource").map(({ name }) => new URL(name));
    const own = loaded.filter((url) => url.origin === location.origin && !url.href.startsWith(this.#address("").href));
    const addresses = new Set([location.origin + location.pathname, ...own.map((url) => url.href)]);
    const known = [...addresses].map((address) => new Request(address, { cache: "force-cache" }));
    await Promise.all(known.map((request) => attempt(() => cache.add(request))));
  }

  /** Keeps the engine, once it has shown that it works, and drops the one before. */
  async #keep() {
    if (this.#kept) return;
    this.#kept = true;
    const name = `${ENGINE}${this.#manifest.version}`;
    const cache = await caches.open(name);
    const types = { engine: "text/javascript", python: WASM };
    for (const part of NEEDED) {
      const address = this.#address(this.#manifest.files[part].name);
      const headers = { "Content-Type": types[part] ?? "application/zip" };
      const bytes = part === "python" ? this.#wasm : this.#files[part];
      if (!(await cache.match(address))) await cache.put(address, new Response(bytes, { headers }));
    }
    const page = await caches.open(PAGE);
    for (const part of ON_TAP.filter((one) => one in this.#files)) {
      await page.put(this.#address(this.#manifest.files[part].name), new Response(this.#files[part]));
    }
    await cache.put(this.#address(MANIFEST), new Response(JSON.stringify(this.#manifest)));
    for (const other of await caches.keys()) {
      if (other.startsWith(ENGINE) && other !== name) await caches.delete(other);
    }
    this.#wasm = undefined;
  }
}

/**
 * @param {{base: string|URL, onProgress?: (progress: Progress) => void, patience?: number}} options `base`: the folder in
 *   which this module stands; the files of the engine are in `engine/` below it. `patience`: how many milliseconds a
 *   service worker may take to be ready; after them the page fetches by itself what it may need once it is sealed
 */
export function createEngine({ base, onProgress = () => {}, patience = 1500 }) {
  return new Engine(base, onProgress, patience);
}
