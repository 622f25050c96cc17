// The icon of the page as part of the page: a sealed page could not fetch it again when the address changes.

export async function keepIcon() {
  const link = document.querySelector("link[rel=icon]");
  if (!link || link.href.startsWith("data:")) return;
  try {
    link.href = `data:image/svg+xml,${encodeURIComponent(await (await fetch(link.href)).text())}`;
  } catch {
    link.remove(); // without a network there is none
  }
}
