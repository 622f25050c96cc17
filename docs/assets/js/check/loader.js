// Loads the engine when it is first needed, and says how far it is. Nothing of it is fetched before.
import { $ } from "./dom.js";
import { keepIcon } from "./icon.js";

const ENGINE = new URL("../../../check/engine.js", import.meta.url);

const WORDS = {
  network: "The checker did not load. Look at your connection, then try again.",
  crashed: "The checker stopped. Save a file, then load this page again.",
  cancelled: "You stopped the loading.",
};

export class Loader {
  constructor(onSealed) {
    this.onSealed = onSealed;
    this.engine = null;
    this.loading = null;
    $("#engine-cancel").addEventListener("click", () => this.engine?.cancel());
    $("#engine-again").addEventListener("click", () => this.ready().catch(() => {}));
  }

  /** The engine, loaded; rejects with an error whose `code` says why not. */
  ready() {
    this.loading ??= this.load().catch((error) => {
      this.loading = null;
      this.failed(error);
      throw error;
    });
    return this.loading;
  }

  async load() {
    this.show("Loading the checker.", { again: false });
    if (!this.engine) {
      const { createEngine } = await import(ENGINE).catch(() => {
        throw Object.assign(new Error("The checker did not load."), { code: "network" });
      });
      this.engine = createEngine({ base: new URL(".", ENGINE).href, onProgress: (step) => this.progress(step) });
    }
    await keepIcon();
    await this.engine.load();
    $("#engine").hidden = true;
    this.onSealed(this.engine);
    return this.engine;
  }

  /** What ended a check, unless the loading has told it already. */
  stopped(error) {
    if (this.loading) this.failed(error);
  }

  progress({ step, steps, label, loadedBytes, totalBytes }) {
    const megabytes = (bytes) => (bytes / 1_000_000).toFixed(1);
    const size = totalBytes ? `, ${megabytes(loadedBytes)} of ${megabytes(totalBytes)} MB` : "";
    $("#engine-progress").value = totalBytes ? loadedBytes / totalBytes : step / steps;
    $("#engine-size").textContent = size;
    const words = `Loading the checker, step ${step} of ${steps}${label ? `: ${label}` : ""}`;
    if ($("#engine-words").textContent !== words) $("#engine-words").textContent = words;
  }

  show(words, { again }) {
    $("#engine").hidden = false;
    $("#engine-words").textContent = words;
    $("#engine-size").textContent = "";
    $("#engine-progress").hidden = again;
    $("#engine-cancel").hidden = again;
    $("#engine-again").hidden = !again;
  }

  failed(error) {
    this.show(error.code === "unsupported" ? error.message : (WORDS[error.code] ?? WORDS.crashed), { again: true });
    $("#engine-again").hidden = error.code === "unsupported" || error.code === "crashed";
  }
}
