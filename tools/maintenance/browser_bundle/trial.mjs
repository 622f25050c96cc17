// Runs the trial in Pyodide under Node. Arguments: folder of the npm package, folder to write to, and the folders to
// mount as JSON {place: folder}.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [packageFolder, out, mounts] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(`${packageFolder}/pyodide.mjs`).href);
const pyodide = await loadPyodide({
  indexURL: `${packageFolder}/`,
  env: { PYTHONDONTWRITEBYTECODE: "1", PYTHONNODEBUGRANGES: "1", PYTHONHASHSEED: "0" },
});
for (const [place, folder] of Object.entries({ ...JSON.parse(mounts), "/out": out })) {
  pyodide.FS.mkdirTree(place);
  pyodide.FS.mount(pyodide.FS.filesystems.NODEFS, { root: folder }, place);
}
try {
  pyodide.runPython(readFileSync(`${JSON.parse(mounts)["/bundle"]}/in_page/trial.py`, "utf8"));
} catch (problem) {
  console.error(problem.message); // not the whole of Pyodide, which Node shows of an error that nobody caught
  process.exit(1);
}
