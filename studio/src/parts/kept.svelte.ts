/** Fields that are typed into: a frame that arrives meanwhile does not overwrite them. */

import type { Attachment } from "svelte/attachments";

/**
 * Show a text that changes, but never under the hands of who is writing another one:
 * from focus until Enter or leaving takes what is written, or Escape brings the text
 * back. A slider is held while it is dragged; its keys go on from what it shows.
 */
export function kept(text: () => string | number | null): Attachment<HTMLInputElement> {
  return (input) => {
    let held = false;
    const written = () => String(text() ?? "");
    const hold = () => (held = true);
    const release = () => (held = false);
    const restore = () => {
      release();
      input.value = written();
    };
    const leave = () => held && restore();
    const listeners: [string, (event: Event) => void][] = [
      ["input", hold],
      ["change", release],
      ["blur", leave],
      ["keydown", (event) => (event as KeyboardEvent).key === "Escape" && leave()],
    ];
    if (input.type !== "range") listeners.push(["focus", hold]);
    for (const [name, listener] of listeners) input.addEventListener(name, listener);
    $effect(() => {
      const now = written();
      if (!held) input.value = now;
    });
    return () => {
      for (const [name, listener] of listeners) input.removeEventListener(name, listener);
    };
  };
}
