/** Which numbers of the graph the quiz keeps back. */

import type { Session } from "../../frame/session.svelte";
import type { Actions, State, View } from "../../generated/graph_stepper";
import { Answers } from "../../parts/quiz.svelte";

export class Quiz extends Answers {
  constructor(private session: Session<State, View, Actions>) {
    super((answers) => session.act("mark", { answers }));
  }

  get on(): boolean {
    return this.session.state.quiz && this.session.live;
  }

  hidden = (kind: "value" | "gradient", index: number): boolean => {
    if (!this.on) return false;
    const node = this.session.view.nodes[index];
    if (kind === "value" ? node.kind !== "gate" : !node.gradient) return false;
    return !this.open(`${kind}/${index}`);
  };

  get asked(): number {
    const { nodes } = this.session.view;
    return nodes.filter((n) => n.kind === "gate").length + nodes.filter((n) => n.gradient).length;
  }
}
