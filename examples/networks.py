"""Forward-mode derivatives of small neural networks with respect to one chosen weight.

A fully connected layer, a convolution and a recurrent network, as loops over plain
NumPy arrays. The seed is 1 at the chosen weight and 0 elsewhere, so the tangent says
how every output changes with that weight. It is compared with a difference quotient and,
where PyTorch is installed, with PyTorch's derivative of its own layers.
"""

import numpy as np

from s2sad import differentiate

try:
    import torch
except ImportError:
    torch = None


def dense(w, b, x):
    """A fully connected layer: tanh(x w^T + b), for a batch of inputs x."""
    return np.tanh(x @ w.T + b)


def convolution(w, image):
    """A valid convolution (as in PyTorch, a correlation) of an image with the kernel w, and a ReLU."""
    height, width = w.shape
    rows, columns = image.shape[0] - height + 1, image.shape[1] - width + 1
    result = np.zeros((rows, columns))
    for i in range(height):
        for j in range(width):
            result += w[i, j] * image[i:i + rows, j:j + columns]
    return np.maximum(result, 0.0)


def recurrent(w, u, b, xs):
    """The last state of h <- tanh(w h + u x + b), from h = 0, over a sequence of inputs."""
    h = np.zeros(len(b))
    for x in xs:
        h = np.tanh(w @ h + u @ x + b)
    return h


def torch_dense(w, b, x):
    return torch.tanh(torch.nn.functional.linear(x, w, b))


def torch_convolution(w, image):
    return torch.relu(torch.nn.functional.conv2d(image[None, None], w[None, None])[0, 0])


def torch_recurrent(w, u, b, xs):
    h = torch.zeros(len(b), dtype=torch.float64)
    for x in xs:
        h = torch.tanh(w @ h + u @ x + b)
    return h


def main():
    random = np.random.default_rng(1)
    cases = [
        ("fully connected", dense, torch_dense, (1, 2),
         [random.normal(size=(3, 4)), random.normal(size=3), random.normal(size=(5, 4))]),
        ("convolution", convolution, torch_convolution, (0, 1),
         [random.normal(size=(2, 3)), random.normal(size=(6, 7))]),
        ("recurrent", recurrent, torch_recurrent, (2, 0),
         [random.normal(size=(3, 3)), random.normal(size=(3, 2)), random.normal(size=3), random.normal(size=(8, 2))]),
    ]
    for name, f, in_torch, weight, arguments in cases:
        df = differentiate(f, wrt="w")
        dw = np.zeros_like(arguments[0])
        dw[weight] = 1.0
        y, dy = df(*arguments, dw=dw)
        assert np.array_equal(y, f(*arguments))

        h = 1e-6
        quotient = (f(arguments[0] + h * dw, *arguments[1:]) - f(arguments[0] - h * dw, *arguments[1:])) / (2 * h)
        assert np.allclose(dy, quotient, atol=1e-8)
        print(f"{name}: outputs of shape {y.shape}, by the weight w{list(weight)}")
        print(f"  norm of the derivative             {np.linalg.norm(dy):.10f}")
        print(f"  differs from a difference quotient by less than 1e-8: {np.abs(dy - quotient).max() < 1e-8}")
        if torch is None:
            print("  (PyTorch is not installed)")
        else:
            tensors = [torch.tensor(a) for a in arguments]
            _, theirs = torch.func.jvp(lambda w: in_torch(w, *tensors[1:]), (tensors[0],), (torch.tensor(dw),))
            assert np.allclose(dy, theirs.numpy(), rtol=1e-12, atol=1e-14)
            print("  agrees with PyTorch to twelve digits")
    print()
    print(differentiate(recurrent, wrt="w").source)


if __name__ == "__main__":
    main()
