/** What brings messages to and fro: a socket, a notebook's model, a recording. */

import type { Course } from "./wire";

export interface Listener {
  up(): void;
  message(data: string | ArrayBuffer): void;
  /** The connection broke; perhaps since the process that answered has ended. */
  down(ended: boolean): void;
  /** Nothing has come for a while, though something was asked. */
  late(): void;
}

export interface Carrier {
  /** Whether there is a Python process that answers. */
  live: boolean;
  start(listener: Listener): void;
  send(text: string): void;
  stop(): void;
  /** The fields of the state that can be set though nothing is live. */
  readonly peeks?: string[];
  /** A frame's place in time, where the carrier knows better. */
  course?(course: Course): Course;
}

const firstWait = 250;
const longestWait = 5000;
/** The code with which the server closes a socket whose process has ended. */
const processEnded = 1011;

/** What the server takes at once; it hangs up on much more. */
const mostBytes = 1_000_000;

/** The studio's own: opened again whenever it breaks. */
export class SocketCarrier implements Carrier {
  live = true;
  private listener!: Listener;
  private socket: WebSocket | null = null;
  private wait = firstWait;
  private stopped = false;

  start(listener: Listener): void {
    const socket = new WebSocket(`ws://${location.host}/session`);
    [this.listener, this.socket] = [listener, socket];
    socket.binaryType = "arraybuffer";
    socket.onopen = () => {
      this.wait = firstWait;
      listener.up();
    };
    socket.onmessage = (event) => listener.message(event.data);
    socket.onclose = ({ code }) => {
      if (this.stopped) return;
      listener.down(code === processEnded);
      setTimeout(() => !this.stopped && this.start(listener), this.wait);
      this.wait = Math.min(2 * this.wait, longestWait);
    };
  }

  send(text: string): void {
    const bytes = new Blob([text]).size;
    if (bytes > mostBytes) this.refuse(text, bytes);
    else if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(text);
  }

  /** Answer in the server's place, so that who asked does not wait for ever. */
  private refuse(text: string, bytes: number): void {
    const error = `That is ${(bytes / 1e6).toFixed(1)} MB; the studio takes up to ${mostBytes / 1e6} MB at once, so use less of it.`;
    this.listener.message(JSON.stringify({ id: JSON.parse(text).id, error }));
  }

  stop(): void {
    this.stopped = true;
    this.socket?.close();
  }
}

/** So long a kernel may keep an answer back before the page says so. */
const patience = 5000;

/** So often a cell says that it is there, for what it plays is paused without it. */
const presence = 20_000;

/** So long the next frame waits: a notebook's server passes each on, and others wait behind it. */
const pace = 80;

/** What anywidget hands to a view of a notebook's cell. */
export interface NotebookModel {
  get(name: string): unknown;
  on(name: string, listener: (message: unknown, buffers: DataView[]) => void): void;
  off(name: string, listener?: unknown): void;
  send(message: unknown): unknown;
}

export class NotebookCarrier implements Carrier {
  live = true;
  private hear: ((message: unknown, buffers: DataView[]) => void) | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private beat: ReturnType<typeof setInterval> | undefined;
  private listener!: Listener;

  constructor(private model: NotebookModel) {}

  start(listener: Listener): void {
    this.listener = listener;
    this.hear = (message, buffers) => {
      this.calm();
      if (buffers?.length) listener.message(bytes(buffers[0]));
      else listener.message((message as { text: string }).text);
    };
    this.model.on("msg:custom", this.hear);
    void this.post({ views: 1 });
    this.beat = setInterval(() => this.post({ views: 0 }), presence);
    listener.up();
    // Where no kernel answers, the frame that was saved with the notebook is shown.
    const still = this.model.get("still") as DataView | null;
    if (still?.byteLength) listener.message(bytes(still));
  }

  send(text: string): void {
    const { id } = JSON.parse(text);
    if (!id) return void setTimeout(() => this.post({ text }), pace);
    void this.post({ text });
    this.timer ??= setTimeout(() => this.listener.late(), patience);
  }

  stop(): void {
    this.calm();
    clearInterval(this.beat);
    void this.post({ views: -1 });
    this.model.off("msg:custom", this.hear);
  }

  /** To a kernel that has been restarted nothing can be sent: that is an error, or a promise of one. */
  private async post(message: object): Promise<void> {
    try {
      await this.model.send(message);
    } catch {
      this.listener.late();
    }
  }

  private calm(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }
}

function bytes(view: DataView): ArrayBuffer {
  return view.buffer.slice(view.byteOffset, view.byteOffset + view.byteLength) as ArrayBuffer;
}

export interface Recording {
  screen: string;
  positions: number[];
  frames: string[];
  code: string;
  derivations: Record<string, unknown>;
  /** What can be looked at besides, at the end. */
  peeks: Peek[];
}

interface Peek {
  /** Fields of the state. */
  given: Record<string, unknown>;
  frame: string;
  derivations: Record<string, unknown>;
}

const frameWait = 80;
const only = "This page is a recording; limpid studio opens the live one.";
const atEnd = "A recording holds the derivations of its last moment; go to its end.";

const peeksAtEnd = "A recording can be looked into at its last moment; go to its end.";

/** A recording: moves among its frames, and says what only a live session can do. */
export class ReplayCarrier implements Carrier {
  live = false;
  private at = 0;
  private peek: Peek | undefined;
  private timer: ReturnType<typeof setInterval> | undefined;
  private listener!: Listener;

  constructor(private recording: Recording) {}

  start(listener: Listener): void {
    this.listener = listener;
    listener.up();
    this.show(this.last);
  }

  send(text: string): void {
    const command = JSON.parse(text);
    if (command.type === "shown") return;
    this.move(command);
    if (command.id) this.listener.message(JSON.stringify({ id: command.id, ...this.answer(command) }));
  }

  stop(): void {
    clearInterval(this.timer);
    this.timer = undefined;
  }

  get peeks(): string[] {
    return Object.keys(this.recording.peeks[0]?.given ?? {});
  }

  /** The course's length is that of the whole recording. */
  course(course: Course): Course {
    return { ...course, length: this.recording.positions[this.last], playing: this.timer !== undefined };
  }

  private get last(): number {
    return this.recording.frames.length - 1;
  }

  private move(command: { type: string; position?: number }): void {
    if (!["play", "pause", "step", "rewind"].includes(command.type)) return;
    this.stop();
    if (command.type === "play") {
      if (this.at === this.last) this.at = -1;
      this.timer = setInterval(() => this.forward(), frameWait);
      this.forward();
    } else if (command.type === "step") this.show(Math.min(this.at + 1, this.last));
    else if (command.type === "rewind") this.show(this.before(command.position ?? 0));
    else this.show(this.at);
  }

  /** The last frame that is not beyond a position. */
  private before(position: number): number {
    const later = this.recording.positions.findIndex((one) => one > position);
    return later < 0 ? this.last : Math.max(0, later - 1);
  }

  private forward(): void {
    if (this.at + 1 >= this.last) this.stop();
    this.show(this.at + 1);
  }

  private answer(command: { type: string; number?: string; state?: object }): Record<string, unknown> {
    if (command.type === "code") return { result: this.recording.code };
    if (command.type === "derive") {
      const number = command.number ?? "";
      const known = this.peek?.derivations[number] ?? this.recording.derivations[number];
      if (!known) return { error: only };
      return this.at === this.last ? { result: known } : { error: atEnd };
    }
    if (command.type === "set") return this.peekAt(JSON.stringify(command.state));
    return ["act", "branch", "switch"].includes(command.type) ? { error: only } : {};
  }

  private peekAt(given: string): Record<string, unknown> {
    const found = this.recording.peeks.find((peek) => JSON.stringify(peek.given) === given);
    if (!found) return { error: only };
    if (this.at !== this.last) return { error: peeksAtEnd };
    this.peek = found;
    this.hand(found.frame);
    return {};
  }

  private show(index: number): void {
    this.at = index;
    this.peek = undefined;
    this.hand(this.recording.frames[index]);
  }

  private hand(frame: string): void {
    const text = atob(frame);
    const data = Uint8Array.from(text, (letter) => letter.charCodeAt(0));
    this.listener.message(data.buffer);
  }
}
