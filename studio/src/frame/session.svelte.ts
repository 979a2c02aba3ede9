/** A session as the page sees it: state and view come in, commands go out. */

import { refusals } from "./refusals.svelte";
import type { Carrier } from "./carriers";
import { shared } from "./share";
import { unpack, type Answer, type Course, type Derivation, type Entry } from "./wire";

type Given = Record<string, unknown>;
type Waiting = { resolve: (result: unknown) => void; reject: (error: Error) => void; quiet: boolean };

/** Where a page starts: what a link, or the page before a break, says. */
export interface Start {
  screen: string;
  state: Given;
  record: Entry[];
  position: number;
}

export class Session<S = any, V = any, A = any> {
  state = $state.raw<S>() as S;
  view = $state.raw<V>() as V;
  course = $state.raw<Course | null>(null);
  status = $state<"opening" | "open" | "lost" | "late" | "back">("opening");
  error = $state("");
  notice = $state("");
  derivation = $state.raw<Derivation | null>(null);
  /** The number that the derivation is of; it is asked for again as it changes. */
  derived = "";
  record: Entry[] = [];
  first: Given;

  private waiting = new Map<number, Waiting>();
  /** Two cells may show one screen, and each hears what the other one is answered. */
  private lastId = Math.floor(Math.random() * 2 ** 40);
  private patch: Given | null = null;
  private patching = false;
  private unseen: Given = {};
  private opening = false;
  private ended = false;

  constructor(
    private carrier: Carrier,
    private start: Start,
  ) {
    this.first = start.state;
    carrier.start({
      up: () => this.open(),
      down: (ended) => this.lost(ended),
      late: () => (this.status = "late"),
      message: (data) => {
        if (this.status === "late") this.status = "open";
        if (typeof data === "string") this.answer(JSON.parse(data));
        else this.frame(data);
      },
    });
  }

  get live(): boolean {
    return this.carrier.live;
  }

  /** Whether a field of what is looked at can be set. */
  canPeek(name: string): boolean {
    return this.carrier.live || !!this.carrier.peeks?.includes(name);
  }

  /** The state with what has been set and is not yet shown: what a further change starts from. */
  get next(): S {
    return { ...this.state, ...this.unseen } as S;
  }

  /** Change fields of the state. While one change is under way, later ones gather. */
  set(patch: Partial<S>): void {
    this.patch = { ...this.patch, ...patch };
    this.unseen = { ...this.unseen, ...patch };
    if (!this.patching) void this.sendPatch();
  }

  act<N extends keyof A & string>(name: N, given: A[N]): Promise<unknown> {
    return this.ask({ type: "act", name, arguments: given });
  }

  /** Call an action without a word on the page: the asker says what went wrong. */
  peek<N extends keyof A & string>(name: N, given: A[N]): Promise<unknown> {
    return this.ask({ type: "act", name, arguments: given }, true);
  }

  play(speed: number): void {
    void this.ask({ type: "play", speed }).catch(() => {});
  }

  pause(): void {
    void this.ask({ type: "pause" }).catch(() => {});
  }

  step(unit: string): void {
    void this.ask({ type: "step", unit }).catch(() => {});
  }

  rewind(position: number): void {
    void this.ask({ type: "rewind", position }).catch(() => {});
  }

  branch(): void {
    void this.ask({ type: "branch" }).catch(() => {});
  }

  switch(branch: number): void {
    void this.ask({ type: "switch", branch }).catch(() => {});
  }

  async code(): Promise<string> {
    return (await this.ask({ type: "code" }, true)) as string;
  }

  /** Show where a number comes from. */
  async derive(number: string): Promise<void> {
    this.derived = number;
    this.derivation = (await this.ask({ type: "derive", number }).catch(() => null)) as Derivation | null;
  }

  close(): void {
    this.carrier.stop();
  }

  /** Send a command and wait for its answer; unless quiet, an error is shown on the page. */
  ask(command: Given, quiet = false): Promise<unknown> {
    const id = ++this.lastId;
    if (!quiet) this.error = "";
    const answered = new Promise((resolve, reject) => this.waiting.set(id, { resolve, reject, quiet }));
    this.carrier.send(JSON.stringify({ ...command, id }));
    return answered;
  }

  private async sendPatch(): Promise<void> {
    this.patching = true;
    while (this.patch) {
      const state = this.patch;
      this.patch = null;
      await this.ask({ type: "set", state }).catch(() => (this.unseen = {}));
    }
    this.patching = false;
  }

  private open(): void {
    this.waiting.clear();
    this.patching = false;
    // Why the process ended stays until people act: connecting again is no act of theirs.
    if (!this.ended) this.error = "";
    const back = this.status === "lost";
    this.opening = true;
    void this.ask({ type: "open", ...this.start }, true)
      .catch((error: Error) => this.openPlain(error))
      .then(() => {
        this.opening = false;
        this.status = back ? "back" : "open";
      });
  }

  /** Open the screen in its first state where a link cannot be followed; say why. */
  private async openPlain({ message }: Error): Promise<void> {
    await this.ask({ type: "open", ...this.plain }, true).catch(() => {});
    this.error = message;
  }

  private get plain(): Start {
    return { screen: this.start.screen, state: {}, record: [], position: 0 };
  }

  private lost(ended: boolean): void {
    this.ended = ended;
    // What ended a process as it opened would end the next one, too.
    if (ended && this.opening) [this.start, this.status] = [this.plain, "opening"];
    else if (this.status !== "opening") this.status = "lost";
    for (const { reject } of this.waiting.values()) reject(new Error("The connection broke."));
    this.waiting.clear();
  }

  private answer({ id, result, error }: Answer): void {
    const waiting = this.waiting.get(id);
    if (id && !waiting) return;
    if (error && !waiting?.quiet) [this.error, refusals.count] = [error, refusals.count + 1];
    this.waiting.delete(id);
    if (error) waiting?.reject(new Error(error));
    else waiting?.resolve(result);
  }

  private frame(data: ArrayBuffer): void {
    const frame = unpack(data);
    const shown = ([name, value]: [string, unknown]) => JSON.stringify(value) === JSON.stringify(frame.state[name]);
    if (!this.patching || Object.entries(this.unseen).every(shown)) this.unseen = {};
    this.state = shared(this.state, frame.state as S);
    this.view = shared(this.view, (frame.partial ? { ...this.view, ...(frame.view as object) } : frame.view) as V);
    this.course = frame.course && (this.carrier.course?.(frame.course) ?? frame.course);
    if (frame.notice) this.notice = frame.notice;
    if (frame.record && frame.first) [this.first, this.record] = [frame.first, frame.record];
    // What the server would need to come back here, should it go.
    const position = frame.course?.position ?? 0;
    this.start = { screen: frame.screen, state: this.first, record: this.record, position };
    requestAnimationFrame(() => this.carrier.send(JSON.stringify({ type: "shown", frame: frame.frame })));
  }
}
