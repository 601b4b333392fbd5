"""Rules for np.fft: every transform is linear, those to or from a real signal over the reals."""

from s2sad.rules.originals import np
from s2sad.rules.registry import formula, linear

for names, signature in (
        ("fft ifft rfft irfft hfft ihfft", "a, n=None, axis=-1, norm=None, out=None"),
        ("fft2 ifft2 rfft2 irfft2", "a, s=None, axes=(-2, -1), norm=None, out=None"),
        ("fftn ifftn rfftn irfftn", "a, s=None, axes=None, norm=None, out=None")):
    for name in names.split():
        linear(getattr(np.fft, name), signature, "a")
linear(np.fft.fftshift, "x, axes=None", "x")
linear(np.fft.ifftshift, "x, axes=None", "x")

# Multiples of 1 / (n d)
for function in (np.fft.fftfreq, np.fft.rfftfreq):
    formula(function, "n, d=1.0, device=None", d="-result / d * dd")
