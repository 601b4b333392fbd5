"""Rules for scipy.fftpack, SciPy's older transforms, all of them linear; registered when the program has imported it."""

from scipy import fftpack

from s2sad.rules.registry import RULES, linear

for names, signature in (
        ("fft ifft rfft irfft", "x, n=None, axis=-1, overwrite_x=False"),
        ("fft2 ifft2", "x, shape=None, axes=(-2, -1), overwrite_x=False"),
        ("fftn ifftn", "x, shape=None, axes=None, overwrite_x=False"),
        ("dct idct dst idst", "x, type=2, n=None, axis=-1, norm=None, overwrite_x=False"),
        ("dctn idctn dstn idstn", "x, type=2, shape=None, axes=None, norm=None, overwrite_x=False"),
        ("diff", "x, order=1, period=None"), ("hilbert ihilbert", "x"), ("tilbert itilbert", "x, h, period=None"),
        ("sc_diff cs_diff cc_diff ss_diff", "x, a, b, period=None"), ("shift", "x, a, period=None"), ("fftshift ifftshift", "x, axes=None")):
    for name in names.split():
        if getattr(fftpack, name) not in RULES:  # some are NumPy's own
            linear(getattr(fftpack, name), signature, "x")
