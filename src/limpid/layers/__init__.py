# Written by tools/index.py from the files of this folder; edit those.
"""Layers: functions with weights."""

from limpid.layers.activation import Activation
from limpid.layers.activity_regularization import ActivityRegularization
from limpid.layers.add import Add, add
from limpid.layers.average import Average, average
from limpid.layers.average_pooling1d import AveragePooling1D
from limpid.layers.average_pooling2d import AveragePooling2D
from limpid.layers.batch_normalization import BatchNormalization
from limpid.layers.bidirectional import Bidirectional
from limpid.layers.category_encoding import CategoryEncoding
from limpid.layers.concatenate import Concatenate, concatenate
from limpid.layers.conv1d import Conv1D
from limpid.layers.conv2d import Conv2D
from limpid.layers.conv2d_transpose import Conv2DTranspose
from limpid.layers.cropping1d import Cropping1D
from limpid.layers.cropping2d import Cropping2D
from limpid.layers.dense import Dense
from limpid.layers.depthwise_conv2d import DepthwiseConv2D
from limpid.layers.dot import Dot, dot
from limpid.layers.dropout import Dropout
from limpid.layers.elu import ELU
from limpid.layers.embedding import Embedding
from limpid.layers.flatten import Flatten
from limpid.layers.gaussian_dropout import GaussianDropout
from limpid.layers.gaussian_noise import GaussianNoise
from limpid.layers.global_average_pooling1d import GlobalAveragePooling1D
from limpid.layers.global_average_pooling2d import GlobalAveragePooling2D
from limpid.layers.global_max_pooling1d import GlobalMaxPooling1D
from limpid.layers.global_max_pooling2d import GlobalMaxPooling2D
from limpid.layers.group_normalization import GroupNormalization
from limpid.layers.gru import GRU
from limpid.layers.gru_cell import GRUCell
from limpid.layers.identity import Identity
from limpid.layers.input import Input
from limpid.layers.input_layer import InputLayer
from limpid.layers.lambda_ import Lambda
from limpid.layers.layer import Layer
from limpid.layers.layer_normalization import LayerNormalization
from limpid.layers.leaky_relu import LeakyReLU
from limpid.layers.locally_connected2d import LocallyConnected2D
from limpid.layers.lstm import LSTM
from limpid.layers.lstm_cell import LSTMCell
from limpid.layers.masking import Masking
from limpid.layers.max_pooling1d import MaxPooling1D
from limpid.layers.max_pooling2d import MaxPooling2D
from limpid.layers.maximum import Maximum, maximum
from limpid.layers.maxout import Maxout
from limpid.layers.minimum import Minimum, minimum
from limpid.layers.multiply import Multiply, multiply
from limpid.layers.noisy_relu import NoisyReLU
from limpid.layers.normalization import Normalization
from limpid.layers.permute import Permute
from limpid.layers.prelu import PReLU
from limpid.layers.random_brightness import RandomBrightness
from limpid.layers.random_contrast import RandomContrast
from limpid.layers.random_crop import RandomCrop
from limpid.layers.random_distortion import RandomDistortion
from limpid.layers.random_elastic_transform import RandomElasticTransform
from limpid.layers.random_flip import RandomFlip
from limpid.layers.random_rotation import RandomRotation
from limpid.layers.random_shear import RandomShear
from limpid.layers.random_translation import RandomTranslation
from limpid.layers.random_zoom import RandomZoom
from limpid.layers.relu import ReLU
from limpid.layers.repeat_vector import RepeatVector
from limpid.layers.rescaling import Rescaling
from limpid.layers.reshape import Reshape
from limpid.layers.rms_normalization import RMSNormalization
from limpid.layers.rnn import RNN
from limpid.layers.separable_conv2d import SeparableConv2D
from limpid.layers.simple_rnn import SimpleRNN
from limpid.layers.simple_rnn_cell import SimpleRNNCell
from limpid.layers.softmax import Softmax
from limpid.layers.spatial_dropout1d import SpatialDropout1D
from limpid.layers.spatial_dropout2d import SpatialDropout2D
from limpid.layers.stacked_rnn_cells import StackedRNNCells
from limpid.layers.subsampling import Subsampling
from limpid.layers.subtract import Subtract, subtract
from limpid.layers.time_distributed import TimeDistributed
from limpid.layers.unit_normalization import UnitNormalization
from limpid.layers.up_sampling1d import UpSampling1D
from limpid.layers.up_sampling2d import UpSampling2D
from limpid.layers.zero_padding1d import ZeroPadding1D
from limpid.layers.zero_padding2d import ZeroPadding2D

__all__ = [
    "ELU",
    "GRU",
    "LSTM",
    "RNN",
    "Activation",
    "ActivityRegularization",
    "Add",
    "Average",
    "AveragePooling1D",
    "AveragePooling2D",
    "BatchNormalization",
    "Bidirectional",
    "CategoryEncoding",
    "Concatenate",
    "Conv1D",
    "Conv2D",
    "Conv2DTranspose",
    "Cropping1D",
    "Cropping2D",
    "Dense",
    "DepthwiseConv2D",
    "Dot",
    "Dropout",
    "Embedding",
    "Flatten",
    "GRUCell",
    "GaussianDropout",
    "GaussianNoise",
    "GlobalAveragePooling1D",
    "GlobalAveragePooling2D",
    "GlobalMaxPooling1D",
    "GlobalMaxPooling2D",
    "GroupNormalization",
    "Identity",
    "Input",
    "InputLayer",
    "LSTMCell",
    "Lambda",
    "Layer",
    "LayerNormalization",
    "LeakyReLU",
    "LocallyConnected2D",
    "Masking",
    "MaxPooling1D",
    "MaxPooling2D",
    "Maximum",
    "Maxout",
    "Minimum",
    "Multiply",
    "NoisyReLU",
    "Normalization",
    "PReLU",
    "Permute",
    "RMSNormalization",
    "RandomBrightness",
    "RandomContrast",
    "RandomCrop",
    "RandomDistortion",
    "RandomElasticTransform",
    "RandomFlip",
    "RandomRotation",
    "RandomShear",
    "RandomTranslation",
    "RandomZoom",
    "ReLU",
    "RepeatVector",
    "Rescaling",
    "Reshape",
    "SeparableConv2D",
    "SimpleRNN",
    "SimpleRNNCell",
    "Softmax",
    "SpatialDropout1D",
    "SpatialDropout2D",
    "StackedRNNCells",
    "Subsampling",
    "Subtract",
    "TimeDistributed",
    "UnitNormalization",
    "UpSampling1D",
    "UpSampling2D",
    "ZeroPadding1D",
    "ZeroPadding2D",
    "add",
    "average",
    "concatenate",
    "dot",
    "maximum",
    "minimum",
    "multiply",
    "subtract",
]
