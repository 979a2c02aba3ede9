/** How often Python has refused what the page asked: fields that showed it take it back. */
export const refusals = $state({ count: 0 });
