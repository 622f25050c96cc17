// The worker of the check page. The build puts Pyodide's two modules before this text, into one file that imports
// nothing: `createPyodideModule` and `loadPyodide` come from there, and LOCK says for which Python they were made.
// Messages in: {id, call, args}. Messages out: {id, value} or {id, error}, and {step} on the way of `start`.
const NOWHERE = "https://engine.invalid/";
const PACKAGES = "/lib/python3.14/site-packages";
let python, page;

/** Writes the files of a zip archive in which nothing is compressed into Python's packages. */
function unpack(archive) {
  const view = new DataView(archive);
  const made = new Set();
  const end = archive.byteLength - 22; // the record at the end, as no archive of ours has a comment
  let at = view.getUint32(end + 16, true);
  for (let left = view.getUint16(end + 10, true); left; left--) {
    const [size, length, local] = [view.getUint32(at + 24, true), view.getUint16(at + 28, true), view.getUint32(at + 42, true)];
    const path = `${PACKAGES}/${new TextDecoder().decode(new Uint8Array(archive, at + 46, length))}`;
    const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
    const folder = path.slice(0, path.lastIndexOf("/"));
    if (!made.has(folder)) python.FS.mkdirTree(folder);
    made.add(folder);
    python.FS.writeFile(path, new Uint8Array(archive, start, size));
    at += 46 + length + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
}

/** Pyodide, which fetches its two files from what the page handed over. */
async function boot(module, std) {
  const { fetch } = self;
  const { instantiateStreaming } = WebAssembly;
  self.fetch = async (url) => new Response(String(url).endsWith("std.zip") ? std : new Uint8Array());
  WebAssembly.instantiateStreaming = async (_, imports) => ({
    module,
    instance: await WebAssembly.instantiate(module, imports),
  });
  try {
    return await loadPyodide({
      createPyodideModule,
      indexURL: NOWHERE,
      stdLibURL: `${NOWHERE}std.zip`,
      packageBaseUrl: NOWHERE,
      lockFileContents: { info: LOCK, packages: {} },
      enableRunUntilComplete: false,
      stdout: () => {},
    });
  } finally {
    self.fetch = fetch;
    WebAssembly.instantiateStreaming = instantiateStreaming;
  }
}

const calls = {
  /** Makes everything ready, the first check included. `lock`: a lock of this name is held as long as the worker lives. */
  async start({ module, std, app, data, lock }) {
    if (lock) await new Promise((held) => navigator.locks.request(lock, () => (held(), new Promise(() => {}))));
    postMessage({ step: "python" });
    python = await boot(module, std);
    postMessage({ step: "rules" });
    unpack(app);
    unpack(data);
    page = python.pyimport("page");
    page.warm_up();
  },

  /** Adds an archive of libraries. */
  add(archive) {
    unpack(archive);
    python.pyimport("sys").path_importer_cache.clear(); // folders were listed before these files were there
  },

  /** A function of page.py on the bytes of a file. */
  run(name, source, options) {
    return page[name](source, JSON.stringify(options));
  },

  /** What the interpreter holds, in bytes. */
  heap() {
    return python._module.HEAPU8.length;
  },
};

self.onmessage = async ({ data: { id, call, args } }) => {
  try {
    postMessage({ id, value: await calls[call](...args) });
  } catch (error) {
    postMessage({ id, error: String(error?.message ?? error) });
  }
};
