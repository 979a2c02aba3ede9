/** Cells of which a student types the numbers, marked by the screen in Python. */

export type Marked = { right: boolean; reason: string };
type Ask = (answers: Record<string, string>) => Promise<unknown>;

export class Answers {
  answers = $state<Record<string, string>>({});
  marks = $state<Record<string, Marked>>({});
  given = $state<Record<string, boolean>>({});

  constructor(private ask: Ask) {}

  /** Whether a cell's number may be seen: found, or given up. */
  open(cell: string): boolean {
    return this.given[cell] || Boolean(this.marks[cell]?.right);
  }

  get right(): number {
    return Object.values(this.marks).filter((mark) => mark.right).length;
  }

  get shown(): number {
    return Object.keys(this.given).length;
  }

  answer(cell: string, text: string): void {
    if (!text.trim()) {
      delete this.answers[cell];
      delete this.marks[cell];
      return;
    }
    this.answers[cell] = text;
    void this.mark({ [cell]: text });
  }

  show(cell: string): void {
    delete this.answers[cell];
    delete this.marks[cell];
    this.given[cell] = true;
  }

  clear(): void {
    this.answers = {};
    this.marks = {};
    this.given = {};
  }

  private async mark(answers: Record<string, string>): Promise<void> {
    const found = (await this.ask(answers).catch(() => ({}))) as Record<string, Marked>;
    Object.assign(this.marks, found);
  }
}
