// Written by tools/studio_types.py from the screen's Python file; edit that.

import type { NumberArray, Picture } from "../frame/wire";

export type Arrays = NumberArray | Picture;

export interface State {
  expression: string;
  values: Record<string, string>;
  quiz: boolean;
}

export interface View {
  title: string;
  width: number;
  height: number;
  phase: string;
  current: number;
  sentence: string;
  nodes: (Node)[];
  leaves: Record<string, string>;
  can_edit_expression: boolean;
  examples: (Example)[];
}

export interface Node {
  name: string;
  kind: string;
  symbol: string;
  formula: string;
  numbers: string;
  role: string;
  sentence: string;
  x: number;
  y: number;
  width: number;
  height: number;
  end: number;
  middle: number;
  above: string;
  below: string;
  value: NumberArray;
  gradient: NumberArray | null;
  check: NumberArray | null;
  is_computed: boolean;
  is_reached: boolean;
  arrived: number;
  expected: number;
  edges: (Edge)[];
}

export interface Edge {
  source: number;
  path: string;
  x: number;
  y: number;
  label: string;
  rule: string;
  numbers: string;
  is_factor: boolean;
  local: NumberArray | null;
  passed_on: NumberArray | null;
  is_passed: boolean;
}

export interface Example {
  title: string;
  expression: string;
  values: Record<string, string>;
}

export interface Mark {
  answers: Record<string, string>;
}

export interface Network {
  units: (number)[];
  activation: string;
  seed: number;
}

export interface Nudge {
  name: string;
  index: (number)[];
  amount: number;
}

export interface SetLeaf {
  name: string;
  value: string;
}

export interface Time {
}

export interface Actions {
  mark: Mark;
  network: Network;
  nudge: Nudge;
  set_leaf: SetLeaf;
  time: Time;
}

export const about = {
  "name": "graph_stepper",
  "title": "Graph stepper",
  "summary": "Values forwards, gradients backwards, one gate at a time.",
  "units": [
    "gate"
  ],
  "defaults": {
    "expression": "(x + y) * z",
    "values": {
      "x": "-2",
      "y": "5",
      "z": "-4"
    },
    "quiz": false
  },
  "fields": {
    "expression": {
      "kind": "text",
      "title": "Expression"
    },
    "values": {
      "kind": "other"
    },
    "quiz": {
      "kind": "toggle",
      "title": "Quiz: hide the numbers until I type them"
    }
  }
} as const;
