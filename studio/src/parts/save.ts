/** Hand a text or bytes to the user as a file. */
export function save(name: string, content: BlobPart, type = ""): void {
  const address = URL.createObjectURL(new Blob([content], { type }));
  Object.assign(document.createElement("a"), { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}

/** Hand bytes that came in base64 to the user as a file. */
export function saveBytes(name: string, base64: string): void {
  save(name, Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0)));
}
