// Written by tools/studio_types.py from the screen's Python file; edit that.

import type { NumberArray, Picture } from "../frame/wire";

export type Arrays = NumberArray | Picture;

export interface State {
  run: string;
  filter: string;
  pinned: (string)[];
  only_pinned: boolean;
  sort: string;
  descending: boolean;
  page: number;
  shared: boolean;
  x: "epoch" | "seconds";
  smoothing: number;
  metrics: (string)[];
  together: boolean;
  weights: string;
  spread: "activations" | "gradients";
  array: string;
}

export interface View {
  folder: string;
  stamp: string;
  says: string;
  troubles: (string)[];
  total: number;
  matching: number;
  page: number;
  pages: number;
  columns: (Column)[];
  rows: (Row)[];
  drawn: (Drawn)[];
  metrics: (string)[];
  x: NumberArray;
  starts: NumberArray;
  charts: (Chart)[];
  axes: (Axis)[];
  lines: NumberArray;
  look: Look | null;
}

export interface Column {
  key: string;
  title: string;
  group: "about" | "metric" | "result" | "setting";
  differs: boolean;
}

export interface Row {
  name: string;
  status: string;
  cells: (boolean | number | number | string | null)[];
  marks: (boolean)[];
  reached: boolean | null;
  pinned: boolean;
  color: number;
  troubles: (string)[];
}

export interface Drawn {
  name: string;
  color: number;
  pinned: boolean;
}

export interface Chart {
  name: string;
  train: NumberArray | null;
  val: NumberArray | null;
  smooth_train: NumberArray | null;
  smooth_val: NumberArray | null;
  goal: number | null;
}

export interface Axis {
  title: string;
  key: string;
  choices: (string)[];
  low: number;
  high: number;
  log: boolean;
}

export interface Look {
  name: string;
  title: string;
  status: string;
  says: string;
  started: string;
  epoch: number;
  epochs: number | null;
  troubles: (string)[];
  goals: (Goal)[];
  verdict: string;
  facts: (Fact)[];
  command: string;
  resume: string;
  has_report: boolean;
  tags: (Tag)[];
  weights: (Weights)[];
  weights_from: string;
  weights_trouble: string;
  course: Course | null;
  steps: Steps | null;
  others: Record<string, (string)[]>;
  other: Course | null;
}

export interface Goal {
  name: string;
  value: number | null;
  goal: number | null;
  reached: boolean | null;
}

export interface Fact {
  name: string;
  value: boolean | number | number | string | null;
  usual: boolean | number | number | string | null;
  differs: boolean;
}

export interface Tag {
  name: string;
  last: number | null;
  smooth: number | null;
  best: number | null;
  best_epoch: number | null;
}

export interface Weights {
  name: string;
  shape: (number)[];
  size: number;
  mean: number;
  deviation: number;
  low: number;
  high: number;
  tiny: number;
  not_finite: number;
  counts: (number)[];
}

export interface Course {
  name: string;
  epochs: NumberArray;
  lows: NumberArray;
  highs: NumberArray;
  counts: NumberArray;
}

export interface Steps {
  names: (string)[];
  epochs: NumberArray;
  ratios: NumberArray;
  gradients: NumberArray;
  verdicts: (string)[];
}

export interface Changes {
}

export interface Csv {
  what?: "metrics" | "table";
}

export interface Delete {
  run: string;
}

export interface Rename {
  run: string;
  name: string;
}

export interface Report {
  run: string;
}

export interface Undelete {
  kept: string;
}

export interface Actions {
  changes: Changes;
  csv: Csv;
  delete: Delete;
  rename: Rename;
  report: Report;
  undelete: Undelete;
}

export const about = {
  "name": "runs",
  "title": "Runs",
  "summary": "What limpid train writes: curves, weights and settings, live, compared.",
  "units": [],
  "defaults": {
    "run": "",
    "filter": "",
    "pinned": [],
    "only_pinned": false,
    "sort": "started",
    "descending": true,
    "page": 0,
    "shared": false,
    "x": "epoch",
    "smoothing": 0.0,
    "metrics": [],
    "together": false,
    "weights": "",
    "spread": "gradients",
    "array": ""
  },
  "fields": {
    "run": {
      "kind": "text",
      "title": "Looked at closely"
    },
    "filter": {
      "kind": "text",
      "title": "Filter",
      "description": "Words that a run's name, recipe, state or settings hold: digits learning_rate=0.01"
    },
    "pinned": {
      "kind": "other",
      "title": "Pinned"
    },
    "only_pinned": {
      "kind": "toggle",
      "title": "Draw the pinned ones only"
    },
    "sort": {
      "kind": "text",
      "title": "Sort by"
    },
    "descending": {
      "kind": "toggle",
      "title": "Descending"
    },
    "page": {
      "kind": "integer",
      "low": 0,
      "high": 1000,
      "title": "Page of the table"
    },
    "shared": {
      "kind": "toggle",
      "title": "Settings that all share, too"
    },
    "x": {
      "kind": "choice",
      "choices": [
        "epoch",
        "seconds"
      ],
      "title": "Along"
    },
    "smoothing": {
      "kind": "number",
      "low": 0,
      "high": 0.99,
      "title": "Smoothing"
    },
    "metrics": {
      "kind": "other",
      "title": "Metrics"
    },
    "together": {
      "kind": "toggle",
      "title": "All on one plot"
    },
    "weights": {
      "kind": "text",
      "title": "Weights"
    },
    "spread": {
      "kind": "choice",
      "choices": [
        "gradients",
        "activations"
      ],
      "title": "Spread of the"
    },
    "array": {
      "kind": "text",
      "title": "Where"
    }
  }
} as const;
