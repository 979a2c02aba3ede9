/** Sharing: what a frame brings again stays the object it was, so nothing is redrawn. */

/** The new value, with all that equals the old one replaced by it. */
export function shared<T>(old: unknown, fresh: T): T {
  if (Object.is(old, fresh)) return fresh;
  if (typeof old !== "object" || typeof fresh !== "object" || !old || !fresh) return fresh;
  if (ArrayBuffer.isView(fresh)) return (sameNumbers(old, fresh) ? old : fresh) as T;
  const [before, now] = [old as Record<string, unknown>, fresh as Record<string, unknown>];
  const names = Object.keys(now);
  let same = Array.isArray(old) === Array.isArray(fresh) && names.length === Object.keys(before).length;
  for (const name of names) {
    now[name] = shared(before[name], now[name]);
    same &&= name in before && Object.is(before[name], now[name]);
  }
  return (same ? old : fresh) as T;
}

function sameNumbers(old: object, fresh: object): boolean {
  const [before, now] = [old as Float32Array, fresh as Float32Array];
  if (before.constructor !== now.constructor || before.length !== now.length) return false;
  for (let i = 0; i < now.length; i++) if (before[i] !== now[i]) return false;
  return true;
}
