// Written by tools/studio_types.py from the screen's Python file; edit that.

import type { NumberArray, Picture } from "../frame/wire";

export type Arrays = NumberArray | Picture;

export interface State {
  problem: "classification" | "regression";
  data: "bumps" | "circle" | "few in a circle" | "few on arms" | "gauss" | "own" | "plane" | "random" | "simple" | "spiral" | "xor";
  table: string;
  classes: number;
  noise: number;
  train_share: number;
  batch_size: number;
  features: (string)[];
  hidden: (Hidden)[];
  activation: "elu" | "gelu" | "leaky_relu" | "linear" | "mish" | "relu" | "selu" | "sigmoid" | "silu" | "softplus" | "softsign" | "tanh";
  loss: "absolute error" | "auto" | "cross-entropy" | "hinge" | "squared error";
  optimizer: "adadelta" | "adagrad" | "adam" | "adamax" | "adamw" | "lion" | "momentum" | "nadam" | "nesterov" | "rmsprop" | "sgd";
  learning_rate: number;
  momentum: number;
  regularization: "l1" | "l2" | "none";
  regularization_rate: number;
  initializer: "glorot_normal" | "glorot_uniform" | "he_normal" | "he_uniform" | "lecun_normal" | "random_normal" | "zeros";
  seed: number;
  show_test: boolean;
  discretize: boolean;
  show_gradients: boolean;
  probe: [number, number] | null;
  bend: [number, number, number] | null;
  inside: [number, number] | null;
  stop_epochs: number;
  stop_loss: number;
  hide: (string)[];
}

export interface Hidden {
  units: number;
  activation: "elu" | "gelu" | "leaky_relu" | "linear" | "mish" | "relu" | "selu" | "sigmoid" | "silu" | "softplus" | "softsign" | "tanh" | null;
  dropout: number;
}

export interface View {
  features: (string)[];
  feature_maps: Picture;
  feature_values: NumberArray | null;
  layers: (Layer)[];
  output: Picture;
  classes: (string)[];
  axes: [string, string];
  train_x: NumberArray;
  train_y: NumberArray;
  test_x: NumberArray;
  test_y: NumberArray;
  train_loss: number;
  test_loss: number;
  train_accuracy: number | null;
  test_accuracy: number | null;
  confusion: NumberArray | null;
  loss_name: string;
  parameters: number;
  own_model: boolean;
  epoch: number;
  history: NumberArray;
  text: string;
  bent: Bent | null;
  inside: Inside | null;
}

export interface Layer {
  activation: string;
  kernel: NumberArray;
  bias: NumberArray;
  kernel_gradient: NumberArray | null;
  bias_gradient: NumberArray | null;
  maps: Picture;
  values: NumberArray | null;
}

export interface Bent {
  lines: NumberArray;
  points: NumberArray;
}

export interface Inside {
  example: number;
  examples: number;
  operation: number;
  operations: [number, number];
  sentence: string;
  point: [number, number] | null;
  rows: (string)[];
  columns: (string)[];
  numbers: ((string)[])[];
  values: NumberArray;
}

export interface AddPoint {
  x1: number;
  x2: number;
  label: number;
}

export interface KerasCode {
}

export interface LoadWeights {
  file: string;
}

export interface MovePoint {
  index: number;
  x1: number;
  x2: number;
}

export interface ReadNetwork {
  text: string;
}

export interface RemovePoint {
  index: number;
}

export interface SetBias {
  layer: number;
  target: number;
  value: number;
}

export interface SetWeight {
  layer: number;
  source: number;
  target: number;
  value: number;
}

export interface Weights {
}

export interface Actions {
  add_point: AddPoint;
  keras_code: KerasCode;
  load_weights: LoadWeights;
  move_point: MovePoint;
  read_network: ReadNetwork;
  remove_point: RemovePoint;
  set_bias: SetBias;
  set_weight: SetWeight;
  weights: Weights;
}

export const about = {
  "name": "playground",
  "title": "Playground",
  "summary": "Watch a small network learn: every unit, weight and gradient, live.",
  "units": [
    "batch",
    "epoch"
  ],
  "defaults": {
    "problem": "classification",
    "data": "circle",
    "table": "",
    "classes": 2,
    "noise": 0,
    "train_share": 50,
    "batch_size": 10,
    "features": [
      "x1",
      "x2"
    ],
    "hidden": [
      {
        "units": 4,
        "activation": null,
        "dropout": 0
      },
      {
        "units": 2,
        "activation": null,
        "dropout": 0
      }
    ],
    "activation": "tanh",
    "loss": "auto",
    "optimizer": "sgd",
    "learning_rate": 0.03,
    "momentum": 0.9,
    "regularization": "none",
    "regularization_rate": 0,
    "initializer": "glorot_uniform",
    "seed": 0,
    "show_test": false,
    "discretize": false,
    "show_gradients": false,
    "probe": null,
    "bend": null,
    "inside": null,
    "stop_epochs": 0,
    "stop_loss": 0,
    "hide": []
  },
  "fields": {
    "problem": {
      "kind": "choice",
      "choices": [
        "classification",
        "regression"
      ],
      "title": "Problem"
    },
    "data": {
      "kind": "choice",
      "choices": [
        "circle",
        "xor",
        "gauss",
        "spiral",
        "plane",
        "bumps",
        "own",
        "simple",
        "few in a circle",
        "few on arms",
        "random"
      ],
      "title": "Data"
    },
    "table": {
      "kind": "text"
    },
    "classes": {
      "kind": "integer",
      "low": 2,
      "high": 6,
      "title": "Classes"
    },
    "noise": {
      "kind": "integer",
      "low": 0,
      "high": 50,
      "title": "Noise (%)"
    },
    "train_share": {
      "kind": "integer",
      "low": 10,
      "high": 90,
      "title": "Training data (%)"
    },
    "batch_size": {
      "kind": "integer",
      "low": 1,
      "high": 500,
      "title": "Batch size"
    },
    "features": {
      "kind": "other"
    },
    "hidden": {
      "kind": "other"
    },
    "activation": {
      "kind": "choice",
      "choices": [
        "tanh",
        "relu",
        "sigmoid",
        "linear",
        "leaky_relu",
        "elu",
        "selu",
        "gelu",
        "silu",
        "softplus",
        "softsign",
        "mish"
      ],
      "title": "Activation"
    },
    "loss": {
      "kind": "choice",
      "choices": [
        "auto",
        "cross-entropy",
        "squared error",
        "hinge",
        "absolute error"
      ],
      "title": "Loss"
    },
    "optimizer": {
      "kind": "choice",
      "choices": [
        "sgd",
        "momentum",
        "nesterov",
        "adagrad",
        "adadelta",
        "rmsprop",
        "adam",
        "adamax",
        "nadam",
        "adamw",
        "lion"
      ],
      "title": "Optimizer"
    },
    "learning_rate": {
      "kind": "number",
      "low": 0,
      "high": 100,
      "title": "Learning rate"
    },
    "momentum": {
      "kind": "number",
      "low": 0,
      "title": "Momentum"
    },
    "regularization": {
      "kind": "choice",
      "choices": [
        "none",
        "l1",
        "l2"
      ],
      "title": "Regularization"
    },
    "regularization_rate": {
      "kind": "number",
      "low": 0,
      "high": 10,
      "title": "Its rate"
    },
    "initializer": {
      "kind": "choice",
      "choices": [
        "glorot_uniform",
        "glorot_normal",
        "he_uniform",
        "he_normal",
        "lecun_normal",
        "random_normal",
        "zeros"
      ],
      "title": "Initial weights"
    },
    "seed": {
      "kind": "integer",
      "low": 0,
      "high": 2147483647,
      "title": "Seed"
    },
    "show_test": {
      "kind": "toggle",
      "title": "Show test data"
    },
    "discretize": {
      "kind": "toggle",
      "title": "Discretize output"
    },
    "show_gradients": {
      "kind": "toggle",
      "title": "Show gradients"
    },
    "probe": {
      "kind": "other"
    },
    "bend": {
      "kind": "other",
      "title": "Bent plane"
    },
    "inside": {
      "kind": "other",
      "title": "Inside a batch"
    },
    "stop_epochs": {
      "kind": "integer",
      "low": 0,
      "high": 10000000,
      "title": "Stop after epochs"
    },
    "stop_loss": {
      "kind": "number",
      "low": 0,
      "title": "Stop below test loss"
    },
    "hide": {
      "kind": "other"
    }
  }
} as const;
