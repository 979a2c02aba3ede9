/** What brings messages to and fro: a socket, a notebook's model, a recording. */

import type { Course } from "./wire";

export interface Listener {
  up(): void;
  message(data: string | ArrayBuffer): void;
  down(): void;
}

export interface Carrier {
  /** Whether there is a Python process that answers. */
  live: boolean;
  start(listener: Listener): void;
  send(text: string): void;
  stop(): void;
}

const firstWait = 250;
const longestWait = 5000;

/** The studio's own: opened again whenever it breaks. */
export class SocketCarrier implements Carrier {
  live = true;
  private socket: WebSocket | null = null;
  private wait = firstWait;
  private stopped = false;

  start(listener: Listener): void {
    const socket = new WebSocket(`ws://${location.host}/session`);
    this.socket = socket;
    socket.binaryType = "arraybuffer";
    socket.onopen = () => {
      this.wait = firstWait;
      listener.up();
    };
    socket.onmessage = (event) => listener.message(event.data);
    socket.onclose = () => {
      if (this.stopped) return;
      listener.down();
      setTimeout(() => !this.stopped && this.start(listener), this.wait);
      this.wait = Math.min(2 * this.wait, longestWait);
    };
  }

  send(text: string): void {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(text);
  }

  stop(): void {
    this.stopped = true;
    this.socket?.close();
  }
}

/** What anywidget hands to a view of a notebook's cell. */
export interface NotebookModel {
  get(name: string): unknown;
  on(name: string, listener: (message: unknown, buffers: DataView[]) => void): void;
  off(name: string, listener?: unknown): void;
  send(message: unknown): void;
}

export class NotebookCarrier implements Carrier {
  live = true;
  private hear: ((message: unknown, buffers: DataView[]) => void) | null = null;

  constructor(private model: NotebookModel) {}

  start(listener: Listener): void {
    this.hear = (message, buffers) => {
      if (buffers?.length) listener.message(bytes(buffers[0]));
      else listener.message((message as { text: string }).text);
    };
    this.model.on("msg:custom", this.hear);
    // Where no kernel answers, the frame that was saved with the notebook is shown.
    const still = this.model.get("still") as DataView | null;
    if (still?.byteLength) listener.message(bytes(still));
    listener.up();
  }

  send(text: string): void {
    this.model.send({ text });
  }

  stop(): void {
    this.model.off("msg:custom", this.hear);
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
  units: string[];
}

const only = "This page is a recording; limpid studio opens the live one.";

/** A recording: moves among its frames, and says what only a live session can do. */
export class ReplayCarrier implements Carrier {
  live = false;
  private at = 0;
  private timer: ReturnType<typeof setInterval> | undefined;
  private listener: Listener | null = null;

  constructor(private recording: Recording) {}

  start(listener: Listener): void {
    this.listener = listener;
    listener.up();
    this.show(this.recording.frames.length - 1);
  }

  send(text: string): void {
    const command = JSON.parse(text);
    const { positions, frames } = this.recording;
    const answer = this.answer(command);
    if (command.id) this.listener?.message(JSON.stringify({ id: command.id, ...answer }));
    if (command.type === "play") {
      if (this.at === frames.length - 1) this.at = -1;
      clearInterval(this.timer);
      this.timer = setInterval(() => this.forward(), 80);
    }
    if (["pause", "step", "rewind"].includes(command.type)) clearInterval(this.timer);
    if (command.type === "pause") this.show(this.at);
    if (command.type === "step") this.show(Math.min(this.at + 1, frames.length - 1));
    if (command.type === "rewind") {
      const later = positions.findIndex((position) => position > command.position);
      this.show(later < 0 ? frames.length - 1 : Math.max(0, later - 1));
    }
  }

  stop(): void {
    clearInterval(this.timer);
  }

  /** The course as it is in a recording: its length is that of all frames. */
  course(course: Course): Course {
    const { positions } = this.recording;
    return { ...course, length: positions[positions.length - 1], playing: this.timer !== undefined && this.playing };
  }

  private playing = false;

  private forward(): void {
    const last = this.at + 1 >= this.recording.frames.length - 1;
    if (last) clearInterval(this.timer);
    this.playing = !last;
    this.show(this.at + 1);
  }

  private answer(command: { type: string; number?: string }): Record<string, unknown> {
    if (command.type === "code") return { result: this.recording.code };
    const known = this.recording.derivations[command.number ?? ""];
    if (command.type === "derive" && known && this.at === this.recording.frames.length - 1) {
      return { result: known };
    }
    const refused = ["set", "act", "derive", "branch", "switch"].includes(command.type);
    return refused ? { error: only } : {};
  }

  private show(index: number): void {
    this.at = index;
    const text = atob(this.recording.frames[index]);
    const data = Uint8Array.from(text, (letter) => letter.charCodeAt(0));
    this.listener?.message(data.buffer);
  }
}
