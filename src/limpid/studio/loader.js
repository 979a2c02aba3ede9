// Runs built scripts where they have no address: in a notebook's cell, on a saved page.
// Each becomes a blob; what it imports by './name' is rewritten to that one's blob.
// The scripts come in order of need, the entry last; imports of a later one, which the
// built pages make only while running, are looked up when they happen.
async function load(scripts) {
  const known = (globalThis.limpidScripts ??= {});
  for (const [name, text] of scripts) {
    if (known[name]) continue;
    const code = text
      .replace(/import\((["'`])\.\/([^"'`]+)\1\)/g, 'import(globalThis.limpidScripts["$2"])')
      .replace(/(from|import)\s*(["'`])\.\/([^"'`]+)\2/g, (_, word, quote, other) => `${word} "${known[other]}"`);
    known[name] = URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
  }
  return import(known[scripts[scripts.length - 1][0]]);
}
