/** Fields that are typed into: a frame that arrives meanwhile does not overwrite them. */

import { untrack } from "svelte";
import type { Attachment } from "svelte/attachments";
import { refusals } from "../frame/refusals.svelte";

/**
 * Show a text that changes, but never under the hands of who is writing another one:
 * from focus until Enter or leaving takes what is written, or Escape brings the text
 * back. A slider is held while it is dragged; its keys go on from what it shows. A
 * number that is refused gives way to the one that holds; words that are refused stay,
 * marked, to be mended, until one leaves them.
 */
export function kept(text: () => string | number | null): Attachment<HTMLInputElement> {
  return (input) => {
    let held = false;
    /** Whether what was written has been taken, and not yet answered. */
    let given = false;
    let refused = untrack(() => refusals.count);
    const numeric = input.type !== "text" || /decimal|numeric/.test(input.inputMode);
    const written = () => String(text() ?? "");
    const hold = () => (held = true);
    const take = () => ([held, given] = [false, true]);
    const mark = (wrong: boolean) => (wrong ? input.setAttribute("aria-invalid", "true") : input.removeAttribute("aria-invalid"));
    const restore = () => {
      held = given = false;
      mark(false);
      input.value = written();
    };
    const leave = () => held && restore();
    const listeners: [string, (event: Event) => void][] = [
      ["input", hold],
      ["change", take],
      ["blur", leave],
      ["keydown", (event) => (event as KeyboardEvent).key === "Escape" && leave()],
    ];
    if (input.type !== "range") listeners.push(["focus", hold]);
    for (const [name, listener] of listeners) input.addEventListener(name, listener);
    $effect(() => {
      const now = written();
      const isRefused = refusals.count > refused;
      refused = refusals.count;
      if (isRefused && given && !numeric) {
        mark((held = true));
        given = false;
      } else if (!held) {
        mark(false);
        input.value = now;
      }
    });
    return () => {
      for (const [name, listener] of listeners) input.removeEventListener(name, listener);
    };
  };
}

/** Have a list to choose from show what holds: a choice that is refused gives way to it. */
export function chosen(value: () => unknown): Attachment<HTMLSelectElement> {
  return (list) => {
    $effect(() => {
      void refusals.count;
      list.value = String(value());
    });
  };
}
