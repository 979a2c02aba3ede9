// Written by tools/studio_types.py from the screen's Python file; edit that.

import type { NumberArray, Picture } from "../frame/wire";

export type Arrays = NumberArray | Picture;

export interface State {
  data: "digits" | "mnist";
  run: string;
  activation: "relu" | "sigmoid" | "tanh";
  distort: boolean;
  learning_rate: number;
  batch_size: number;
  epochs: number;
  seed: number;
  strokes: ((number)[])[];
  pen: number;
  example: number | null;
  probe: [number, number, number, number] | null;
  chosen: number | null;
  covering: number;
  alone: boolean;
  strongest: boolean;
  kept: (Kept)[];
}

export interface Kept {
  label: number;
  strokes: ((number)[])[];
  pen: number;
}

export interface View {
  classes: (string)[];
  runs: (string)[];
  sheet: Sheet;
  picture: Picture;
  trouble: string | null;
  label: number | null;
  layers: (LayerView)[];
  scores: NumberArray;
  powers: NumberArray;
  probabilities: NumberArray;
  chosen: number;
  saliency: Picture;
  occlusion: Picture;
  largest_fall: number;
  traced: Traced;
  test_loss: number;
  test_accuracy: number;
  judged: number;
  examples: number;
  confusion: NumberArray;
  gallery: Gallery;
  mistakes: Gallery;
  collection: Collection;
  history: NumberArray;
  lessons: (Lesson)[];
  can_undo: boolean;
  parameters: number;
}

export interface Sheet {
  box: [number, number, number, number] | null;
  center: [number, number] | null;
  words: string;
}

export interface LayerView {
  name: string;
  kind: string;
  shape: string;
  parameters: number;
  sees: [number, number];
  maps: Picture;
  filters: Picture | null;
}

export interface Traced {
  title: string;
  layer: number;
  feature: number;
  row: number;
  column: number;
  window: [number, number, number, number];
  entered: number;
  field: [number, number, number, number];
  patch: (((number)[])[])[];
  net: number;
  out: number;
  words: string;
  kernel: (((number)[])[])[] | null;
  sums: (number)[];
  bias: number | null;
  activation: string;
  winner: [number, number] | null;
  terms: (Term)[];
  strongest: Strongest | null;
}

export interface Term {
  where: string;
  x: number;
  weight: number;
  product: number;
}

export interface Strongest {
  pixels: Picture;
  values: (number)[];
  examples: (number)[];
}

export interface Gallery {
  examples: (number)[];
  pictures: Picture;
  labels: (number)[];
  predictions: (number)[];
}

export interface Collection {
  pictures: Picture;
  labels: (number)[];
  predictions: (number)[];
  right: number;
  accuracy: number | null;
}

export interface Lesson {
  label: number;
  clock: string;
  probability_before: number;
  probability_after: number;
  accuracy_before: number;
  accuracy_after: number;
  others: (number)[];
}

export interface Learn {
  label: number;
}

export interface LoadWeights {
  file: string;
}

export interface LookAt {
  layer: number;
  feature: number;
  row: number;
  column: number;
}

export interface ReadDrawings {
  text: string;
}

export interface Unlearn {
}

export interface Weights {
}

export interface Actions {
  learn: Learn;
  load_weights: LoadWeights;
  look_at: LookAt;
  read_drawings: ReadDrawings;
  unlearn: Unlearn;
  weights: Weights;
}

export const about = {
  "name": "lenet",
  "title": "LeNet on your digit",
  "summary": "Draw a digit; every map of every layer answers each stroke.",
  "units": [
    "batch",
    "epoch"
  ],
  "defaults": {
    "data": "digits",
    "run": "",
    "activation": "relu",
    "distort": true,
    "learning_rate": 0.002,
    "batch_size": 64,
    "epochs": 40,
    "seed": 0,
    "strokes": [
      [
        132,
        46,
        78,
        46
      ],
      [
        78,
        46,
        72,
        94,
        96,
        84,
        120,
        88,
        134,
        106,
        132,
        134,
        112,
        154,
        86,
        156,
        66,
        142
      ]
    ],
    "pen": 0.08,
    "example": null,
    "probe": null,
    "chosen": null,
    "covering": 5,
    "alone": false,
    "strongest": false,
    "kept": []
  },
  "fields": {
    "data": {
      "kind": "choice",
      "choices": [
        "digits",
        "mnist"
      ],
      "title": "Learn from"
    },
    "run": {
      "kind": "text",
      "title": "Weights of a run"
    },
    "activation": {
      "kind": "choice",
      "choices": [
        "relu",
        "tanh",
        "sigmoid"
      ],
      "title": "Activation"
    },
    "distort": {
      "kind": "toggle",
      "title": "Distort each picture anew"
    },
    "learning_rate": {
      "kind": "number",
      "low": 0,
      "high": 1,
      "title": "Learning rate"
    },
    "batch_size": {
      "kind": "integer",
      "low": 1,
      "high": 500,
      "title": "Batch size"
    },
    "epochs": {
      "kind": "integer",
      "low": 1,
      "high": 1000,
      "title": "Stop after epochs"
    },
    "seed": {
      "kind": "integer",
      "low": 0,
      "high": 2147483647,
      "title": "Seed"
    },
    "strokes": {
      "kind": "other",
      "title": "Drawing"
    },
    "pen": {
      "kind": "number",
      "low": 0.02,
      "high": 0.2,
      "title": "Width of the pen"
    },
    "example": {
      "kind": "other",
      "title": "Test picture"
    },
    "probe": {
      "kind": "other",
      "title": "Unit"
    },
    "chosen": {
      "kind": "other",
      "title": "Ask about"
    },
    "covering": {
      "kind": "integer",
      "low": 1,
      "high": 15,
      "title": "Size of the cover"
    },
    "alone": {
      "kind": "toggle",
      "title": "This picture alone"
    },
    "strongest": {
      "kind": "toggle",
      "title": "What drives this map most"
    },
    "kept": {
      "kind": "other",
      "title": "Yours"
    }
  }
} as const;
