/** How symbols are written where they stand alone. */

export function spelled(symbol: string): string {
  return { " ": "␣", PAD: "padding" }[symbol] ?? symbol;
}

/** The same for those who hear the page. */
export function spoken(symbol: string): string {
  return symbol === " " ? "space" : symbol;
}
