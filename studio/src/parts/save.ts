/** Hand a text or bytes to the user as a file. */
export function save(name: string, content: BlobPart, type = ""): void {
  const address = URL.createObjectURL(new Blob([content], { type }));
  Object.assign(document.createElement("a"), { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}
