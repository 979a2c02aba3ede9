# Written by tools/index.py from the files of this folder; edit those.
"""What happens between epochs and batches."""

from limpid.callbacks.backup_and_restore import BackupAndRestore
from limpid.callbacks.callback import Callback
from limpid.callbacks.csv_logger import CSVLogger
from limpid.callbacks.early_stopping import EarlyStopping
from limpid.callbacks.history import History
from limpid.callbacks.lambda_callback import LambdaCallback
from limpid.callbacks.learning_rate_scheduler import LearningRateScheduler
from limpid.callbacks.model_checkpoint import ModelCheckpoint
from limpid.callbacks.monitor import Monitor
from limpid.callbacks.reduce_lr_on_plateau import ReduceLROnPlateau
from limpid.callbacks.reset_states import ResetStates
from limpid.callbacks.terminate_on_nan import TerminateOnNaN

__all__ = [
    "BackupAndRestore",
    "CSVLogger",
    "Callback",
    "EarlyStopping",
    "History",
    "LambdaCallback",
    "LearningRateScheduler",
    "ModelCheckpoint",
    "Monitor",
    "ReduceLROnPlateau",
    "ResetStates",
    "TerminateOnNaN",
]
