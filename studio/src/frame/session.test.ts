import { beforeAll, expect, test } from "vitest";
import type { Carrier, Listener } from "./carriers";
import { Session } from "./session.svelte";

/** A carrier whose other end is the test. */
class Ends implements Carrier {
  live = true;
  listener!: Listener;
  sent: Record<string, any>[] = [];

  start(listener: Listener): void {
    this.listener = listener;
  }
  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }
  stop(): void {}

  get last(): Record<string, any> {
    return this.sent[this.sent.length - 1];
  }
  /** Answer the last command, and let the session hear it. */
  async answer(answer: object): Promise<void> {
    this.listener.message(JSON.stringify({ id: this.last.id, ...answer }));
    await settled();
  }
}

const settled = () => new Promise((resolve) => setTimeout(resolve));
const start = { screen: "playground", state: { seed: 3 }, record: [], position: 7 };

function opened(): [Session, Ends] {
  const ends = new Ends();
  const session = new Session(ends, start);
  ends.listener.up();
  return [session, ends];
}

beforeAll(() => void (globalThis.requestAnimationFrame ??= () => 0));

test("why the process ended stays until something is done", async () => {
  const [session, ends] = opened();
  await ends.answer({});
  ends.listener.message('{"id":0,"error":"It was killed."}');
  ends.listener.down(true);
  await settled();
  ends.listener.up();
  await ends.answer({});
  expect([session.status, session.error]).toEqual(["back", "It was killed."]);
  session.pause();
  expect(session.error).toBe("");
});

test("a broken connection alone leaves no error, and the place is kept", async () => {
  const [session, ends] = opened();
  ends.listener.message('{"id":0,"error":"8 pages are open already."}');
  ends.listener.down(false);
  await settled();
  ends.listener.up();
  expect(session.error).toBe("");
  expect(ends.last).toMatchObject({ type: "open", ...start });
});

test("what ended the process as it opened is not opened again", async () => {
  const [session, ends] = opened();
  ends.listener.message('{"id":0,"error":"It took too long."}');
  ends.listener.down(true);
  await settled();
  ends.listener.up();
  expect(ends.last).toMatchObject({ type: "open", screen: "playground", state: {}, position: 0 });
  await ends.answer({});
  expect([session.status, session.error]).toEqual(["open", "It took too long."]);
});

test("what another view of the same screen is answered is none of this one's", () => {
  const [session, ends] = opened();
  ends.listener.message(JSON.stringify({ id: ends.last.id + 7, error: "No such point." }));
  expect(session.error).toBe("");
});

test("a kernel that is late is said to be, until it answers", async () => {
  const [session, ends] = opened();
  await ends.answer({});
  ends.listener.late();
  expect(session.status).toBe("late");
  session.pause();
  await ends.answer({});
  expect(session.status).toBe("open");
});
