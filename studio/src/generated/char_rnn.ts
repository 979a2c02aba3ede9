// Written by tools/studio_types.py from the screen's Python file; edit that.

import type { NumberArray, Picture } from "../frame/wire";

export type Arrays = NumberArray | Picture;

export interface State {
  source: "brackets" | "own" | "sentences";
  text: string;
  symbols: "characters" | "words";
  cell: "GRU" | "LSTM" | "SimpleRNN";
  units: (number)[];
  features: number;
  scale: number;
  optimizer: "adam" | "rmsprop" | "sgd";
  learning_rate: number;
  clip: number;
  length: number;
  batch_size: number;
  temperature: number;
  every: number;
  ticks: number;
  seed: number;
  prefix: string;
  gates: boolean;
  unrolled: boolean;
  reading: string;
  layer: number;
  gate: "candidate" | "cell" | "forget" | "hidden" | "input" | "output" | "reset" | "update";
  unit: number;
  step: number;
  follow: "nesting" | "position";
  first: number;
}

export interface View {
  lines: (string)[];
  num_symbols: number;
  guessing: number;
  num_examples: number;
  num_judged: number;
  longest: number;
  parameters: number;
  perplexity: number;
  bits: number;
  history: NumberArray;
  argmax: string;
  samples: (Sample)[];
  expected: Expected;
  goes_on: string;
  gates: Gates | null;
  unrolled: UnrolledView | null;
}

export interface Sample {
  tick: number;
  temperature: number;
  text: string;
}

export interface Expected {
  beginning: (string)[];
  partial: string;
  nexts: (Next)[];
  entropy: number;
  most: number;
  trouble: string;
}

export interface Next {
  number: number;
  name: string;
  probability: number;
}

export interface Gates {
  symbols: (string)[];
  trouble: string;
  names: (string)[];
  shown: string;
  is_gate: boolean;
  map: Picture;
  unit: number;
  step: number;
  coloring: NumberArray;
  values: NumberArray;
  before: number;
  best: number | null;
  correlation: number | null;
  own: number | null;
  lines: number;
}

export interface UnrolledView {
  first: number;
  symbols: (string)[];
  targets: (string)[];
  probabilities: NumberArray;
  losses: NumberArray;
  values: Picture;
  sizes: NumberArray;
  last: NumberArray;
  cell: NumberArray | null;
  total: NumberArray;
  norm: number;
  largest: number;
  clipped: number;
  norm_after: number;
}

export interface LoadWeights {
  weights: string;
}

export interface ReadFile {
  text: string;
}

export interface ReadPretrained {
}

export interface Save {
}

export interface Weights {
}

export interface Write {
  seed: number;
}

export interface Actions {
  load_weights: LoadWeights;
  read_file: ReadFile;
  read_pretrained: ReadPretrained;
  save: Save;
  weights: Weights;
  write: Write;
}

export const about = {
  "name": "char_rnn",
  "title": "Char-RNN",
  "summary": "A recurrent network learns your text and writes its own; look into its gates.",
  "units": [
    "tick",
    "epoch"
  ],
  "defaults": {
    "source": "sentences",
    "text": "",
    "symbols": "characters",
    "cell": "LSTM",
    "units": [
      48
    ],
    "features": 8,
    "scale": 0.08,
    "optimizer": "rmsprop",
    "learning_rate": 0.01,
    "clip": 5.0,
    "length": 100,
    "batch_size": 4,
    "temperature": 0.5,
    "every": 50,
    "ticks": 2000,
    "seed": 0,
    "prefix": "The ",
    "gates": false,
    "unrolled": false,
    "reading": "",
    "layer": 0,
    "gate": "cell",
    "unit": 0,
    "step": 1,
    "follow": "nesting",
    "first": 0
  },
  "fields": {
    "source": {
      "kind": "choice",
      "choices": [
        "sentences",
        "brackets",
        "own"
      ],
      "title": "Text"
    },
    "text": {
      "kind": "text",
      "title": "Own text"
    },
    "symbols": {
      "kind": "choice",
      "choices": [
        "characters",
        "words"
      ],
      "title": "Symbols"
    },
    "cell": {
      "kind": "choice",
      "choices": [
        "SimpleRNN",
        "LSTM",
        "GRU"
      ],
      "title": "Recurrent cell"
    },
    "units": {
      "kind": "other"
    },
    "features": {
      "kind": "integer",
      "low": 1,
      "high": 64,
      "title": "Embedding"
    },
    "scale": {
      "kind": "number",
      "high": 2,
      "title": "Start scale"
    },
    "optimizer": {
      "kind": "choice",
      "choices": [
        "rmsprop",
        "adam",
        "sgd"
      ],
      "title": "Optimizer"
    },
    "learning_rate": {
      "kind": "number",
      "high": 10,
      "title": "Learning rate"
    },
    "clip": {
      "kind": "number",
      "low": 0,
      "high": 1000,
      "title": "Clip at (0: not)"
    },
    "length": {
      "kind": "integer",
      "low": 1,
      "high": 200,
      "title": "Steps back at most"
    },
    "batch_size": {
      "kind": "integer",
      "low": 1,
      "high": 64,
      "title": "Lines a tick"
    },
    "temperature": {
      "kind": "number",
      "low": 0,
      "high": 5,
      "title": "Temperature"
    },
    "every": {
      "kind": "integer",
      "low": 1,
      "high": 1000,
      "title": "Sample every … ticks"
    },
    "ticks": {
      "kind": "integer",
      "low": 1,
      "high": 100000,
      "title": "Stop after ticks"
    },
    "seed": {
      "kind": "integer",
      "low": 0,
      "high": 2147483647,
      "title": "Seed"
    },
    "prefix": {
      "kind": "text",
      "title": "Begin to write"
    },
    "gates": {
      "kind": "toggle",
      "title": "Look at the gates"
    },
    "unrolled": {
      "kind": "toggle",
      "title": "Unroll through time"
    },
    "reading": {
      "kind": "text",
      "title": "Text to read"
    },
    "layer": {
      "kind": "integer",
      "low": 0,
      "high": 2,
      "title": "Layer"
    },
    "gate": {
      "kind": "choice",
      "choices": [
        "input",
        "forget",
        "candidate",
        "output",
        "cell",
        "hidden",
        "update",
        "reset"
      ],
      "title": "Shown"
    },
    "unit": {
      "kind": "integer",
      "low": 0,
      "high": 127,
      "title": "Unit"
    },
    "step": {
      "kind": "integer",
      "low": 0,
      "high": 200,
      "title": "Step"
    },
    "follow": {
      "kind": "choice",
      "choices": [
        "nesting",
        "position"
      ],
      "title": "Find who follows"
    },
    "first": {
      "kind": "integer",
      "low": 0,
      "high": 200,
      "title": "First step"
    }
  }
} as const;
