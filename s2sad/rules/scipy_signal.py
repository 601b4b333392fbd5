"""Rules for the convolutions and filters of scipy.signal; registered when the program has imported it."""

from scipy import signal

from s2sad.rules.registry import linear, multilinear
from s2sad.rules.shape import ONLY

for function in (signal.convolve, signal.correlate):
    multilinear(function, "in1, in2, mode='full', method='auto'", "in1", "in2")
for function in (signal.fftconvolve, signal.oaconvolve):
    multilinear(function, "in1, in2, mode='full', axes=None", "in1", "in2")
for function in (signal.convolve2d, signal.correlate2d):
    multilinear(function, "in1, in2, mode='full', boundary='fill', fillvalue=0", "in1", "in2")
    ONLY[function] = {"fillvalue": (0,)}
linear(signal.lfilter, "b, a, x, axis=-1, zi=None", "x", "zi")
linear(signal.sosfilt, "sos, x, axis=-1, zi=None", "x", "zi")
linear(signal.filtfilt, "b, a, x, axis=-1, padtype='odd', padlen=None, method='pad', irlen=None", "x")
linear(signal.detrend, "data, axis=-1, type='linear', bp=0, overwrite_data=False", "data")
linear(signal.savgol_filter, "x, window_length, polyorder, deriv=0, delta=1.0, axis=-1, mode='interp', cval=0.0", "x")
ONLY[signal.savgol_filter] = {"cval": (0.0,)}
