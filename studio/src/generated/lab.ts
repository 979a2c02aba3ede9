// Written by tools/studio_types.py from the screen's Python file; edit that.

import type { NumberArray, Picture } from "../frame/wire";

export type Arrays = NumberArray | Picture;

export interface State {
  network: string;
  optimizer: "adam" | "momentum" | "rmsprop" | "sgd";
  learning_rate: number;
  batch_size: number;
  epochs: number;
  examples: number;
  shown: number;
  probe: boolean;
  landscape: boolean;
  seed: number;
}

export interface View {
  layers: (LayerRow)[];
  parameters: number;
  train_loss: number;
  test_loss: number;
  train_accuracy: number;
  test_accuracy: number;
  num_test: number;
  history: NumberArray;
  confusion: NumberArray;
  mistakes: (number)[];
  labels: (number)[];
  predictions: (number)[];
  pictures: Picture;
  picture: Picture;
  label: number;
  scores: NumberArray;
  probes: NumberArray | null;
  landscape: Landscape | null;
}

export interface LayerRow {
  name: string;
  shape: string;
  parameters: number;
}

export interface Landscape {
  offsets: NumberArray;
  line: NumberArray;
  middle: number;
  plane: Picture;
}

export interface Actions {
}

export const about = {
  "name": "lab",
  "title": "Lab",
  "summary": "Build a model line by line, train it on digits, and see where it errs.",
  "units": [
    "batch",
    "epoch"
  ],
  "defaults": {
    "network": "Flatten()\nDense(32, \"relu\")\nDense(10, \"softmax\")",
    "optimizer": "adam",
    "learning_rate": 0.005,
    "batch_size": 32,
    "epochs": 10,
    "examples": 1438,
    "shown": 0,
    "probe": false,
    "landscape": false,
    "seed": 0
  },
  "fields": {
    "network": {
      "kind": "text",
      "title": "Layers"
    },
    "optimizer": {
      "kind": "choice",
      "choices": [
        "sgd",
        "momentum",
        "rmsprop",
        "adam"
      ],
      "title": "Optimizer"
    },
    "learning_rate": {
      "kind": "number",
      "high": 10,
      "title": "Learning rate"
    },
    "batch_size": {
      "kind": "integer",
      "low": 1,
      "high": 512,
      "title": "Batch size"
    },
    "epochs": {
      "kind": "integer",
      "low": 1,
      "high": 500,
      "title": "Epochs"
    },
    "examples": {
      "kind": "integer",
      "low": 50,
      "high": 1438,
      "title": "Training pictures"
    },
    "shown": {
      "kind": "integer",
      "low": 0,
      "high": 358,
      "title": "Test picture"
    },
    "probe": {
      "kind": "toggle",
      "title": "Probe each layer"
    },
    "landscape": {
      "kind": "toggle",
      "title": "Loss around the weights"
    },
    "seed": {
      "kind": "integer",
      "low": 0,
      "high": 2147483647,
      "title": "Seed"
    }
  }
} as const;
