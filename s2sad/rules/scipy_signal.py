"""Rules for the convolutions and filters of scipy.signal; registered when the program has imported it."""

from scipy import signal

from s2sad.rules.registry import Rule, formula, linear, multilinear, zero
from s2sad.rules.shape import ONLY

for function in (signal.convolve, signal.correlate):
    multilinear(function, "in1, in2, mode='full', method='auto'", "in1", "in2")
for function in (signal.fftconvolve, signal.oaconvolve):
    multilinear(function, "in1, in2, mode='full', axes=None", "in1", "in2")
for function in (signal.convolve2d, signal.correlate2d):
    multilinear(function, "in1, in2, mode='full', boundary='fill', fillvalue=0", "in1", "in2")
    ONLY[function] = {"fillvalue": (0,)}
# y = (b / a) x, so that a dy = -da y; with `zi`, a tuple is returned.
formula(signal.lfilter, "b, a, x, axis=-1, zi=None", given={"zi": Rule(
    "scipy.signal.lfilter", "b, a, x, axis=-1, zi=None", "linear", linear=("x", "zi"))},
    b="signal.lfilter(db, a, x, axis)", a="-signal.lfilter(da, a, result, axis)", x="signal.lfilter(b, a, dx, axis)")
linear(signal.sosfiltfilt, "sos, x, axis=-1, padtype='odd', padlen=None", "x")
linear(signal.decimate, "x, q, n=None, ftype='iir', axis=-1, zero_phase=True", "x")
linear(signal.hilbert, "x, N=None, axis=-1", "x")
linear(signal.resample, "x, num, t=None, axis=0, window=None, domain='time'", "x")
ONLY[signal.resample] = {"t": (None,)}
multilinear(signal.upfirdn, "h, x, up=1, down=1, axis=-1, mode='constant', cval=0", "h", "x")
ONLY[signal.upfirdn] = {"cval": (0,)}
linear(signal.sosfilt, "sos, x, axis=-1, zi=None", "x", "zi")
linear(signal.filtfilt, "b, a, x, axis=-1, padtype='odd', padlen=None, method='pad', irlen=None", "x")
linear(signal.detrend, "data, axis=-1, type='linear', bp=0, overwrite_data=False", "data")
linear(signal.savgol_filter, "x, window_length, polyorder, deriv=0, delta=1.0, axis=-1, mode='interp', cval=0.0", "x")
ONLY[signal.savgol_filter] = {"cval": (0.0,)}
zero(signal.argrelextrema, signal.argrelmax, signal.argrelmin)
