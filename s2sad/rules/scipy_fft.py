"""Rules for scipy.fft, whose transforms are linear; registered when the program has imported it."""

from scipy import fft

from s2sad.rules.registry import RULES, linear

for names, signature in (
        ("fft ifft rfft irfft hfft ihfft", "x, n=None, axis=-1, norm=None, overwrite_x=False, workers=None"),
        ("fft2 ifft2 rfft2 irfft2", "x, s=None, axes=(-2, -1), norm=None, overwrite_x=False, workers=None"),
        ("fftn ifftn rfftn irfftn", "x, s=None, axes=None, norm=None, overwrite_x=False, workers=None"),
        ("dct idct dst idst", "x, type=2, n=None, axis=-1, norm=None, overwrite_x=False, workers=None"),
        ("dctn idctn dstn idstn", "x, type=2, s=None, axes=None, norm=None, overwrite_x=False, workers=None"),
        ("fftshift ifftshift", "x, axes=None")):
    for name in names.split():
        if getattr(fft, name) not in RULES:  # some are NumPy's own
            linear(getattr(fft, name), signature, "x")
