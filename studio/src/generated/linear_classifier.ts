// Written by tools/studio_types.py from the screen's Python file; edit that.

import type { NumberArray, Picture } from "../frame/wire";

export type Arrays = NumberArray | Picture;

export interface State {
  data: "clouds" | "digits" | "four pixels" | "nine points" | "quadrants" | "ring" | "three modes";
  classes: number;
  formulation: "one_vs_all" | "softmax" | "structured" | "weston_watkins";
  l2: number;
  step_size: number;
  gradient: "as the demo printed it" | "true";
  seed: number;
  nudge: number;
  all_losses: boolean;
  example: number;
}

export interface View {
  classes: (string)[];
  features: (string)[];
  side: number;
  x: NumberArray;
  y: NumberArray;
  scores: NumberArray;
  predictions: NumberArray;
  formulations: (Formulation)[];
  data_loss: number;
  regularization_loss: number;
  loss: number;
  accuracy: number;
  num_examples: number;
  kernel: NumberArray;
  bias: NumberArray;
  kernel_gradient: NumberArray;
  bias_gradient: NumberArray;
  kernel_check: NumberArray | null;
  bias_check: NumberArray | null;
  demo_kernel_gradient: NumberArray;
  lines: NumberArray;
  arrows: NumberArray;
  regions: NumberArray | null;
  chosen: Chosen;
  images: Images | null;
  history: NumberArray;
  next_seed: number;
}

export interface Formulation {
  name: string;
  title: string;
  losses: NumberArray;
  data_loss: number;
  loss: number;
}

export interface Chosen {
  label: number;
  prediction: number;
  scores: NumberArray;
  sigmoids: NumberArray;
  softmax: NumberArray;
  sum_of_sigmoids: number;
  sum_of_softmax: number;
  losses: NumberArray;
}

export interface Images {
  templates: Picture;
  example: Picture;
  test_accuracy: number | null;
}

export interface AddPoint {
  x1: number;
  x2: number;
  label: number;
}

export interface MovePoint {
  index: number;
  x1: number;
  x2: number;
}

export interface Nudge {
  row: number;
  column: number;
  times: number;
}

export interface Randomize {
  seed: number;
}

export interface RemovePoint {
  index: number;
}

export interface SetFeature {
  index: number;
  feature: number;
  value: number;
}

export interface SetWeight {
  row: number;
  column: number;
  value: number;
}

export interface Actions {
  add_point: AddPoint;
  move_point: MovePoint;
  nudge: Nudge;
  randomize: Randomize;
  remove_point: RemovePoint;
  set_feature: SetFeature;
  set_weight: SetWeight;
}

export const about = {
  "name": "linear_classifier",
  "title": "Linear classifier",
  "summary": "Move points and weights: scores, losses and each gradient follow.",
  "units": [
    "update"
  ],
  "defaults": {
    "data": "nine points",
    "classes": 3,
    "formulation": "weston_watkins",
    "l2": 0.1,
    "step_size": 0.1,
    "gradient": "true",
    "seed": 0,
    "nudge": 0.1,
    "all_losses": false,
    "example": 0
  },
  "fields": {
    "data": {
      "kind": "choice",
      "choices": [
        "nine points",
        "clouds",
        "quadrants",
        "ring",
        "three modes",
        "four pixels",
        "digits"
      ],
      "title": "Data"
    },
    "classes": {
      "kind": "integer",
      "low": 2,
      "high": 6,
      "title": "Classes"
    },
    "formulation": {
      "kind": "choice",
      "choices": [
        "weston_watkins",
        "one_vs_all",
        "structured",
        "softmax"
      ],
      "title": "Loss"
    },
    "l2": {
      "kind": "number",
      "low": 0,
      "high": 10,
      "title": "L2 strength λ"
    },
    "step_size": {
      "kind": "number",
      "low": 0,
      "high": 100,
      "title": "Step size"
    },
    "gradient": {
      "kind": "choice",
      "choices": [
        "true",
        "as the demo printed it"
      ],
      "title": "Gradient"
    },
    "seed": {
      "kind": "integer",
      "low": 0,
      "high": 2147483647,
      "title": "Seed"
    },
    "nudge": {
      "kind": "number",
      "low": 0,
      "high": 100,
      "title": "A nudge changes by"
    },
    "all_losses": {
      "kind": "toggle",
      "title": "All four losses of each example"
    },
    "example": {
      "kind": "integer",
      "low": 0,
      "title": "Example"
    }
  }
} as const;
