"""Heaps of `heapq`, which compares what is put into them."""

import heapq
import itertools

import numpy as np

from tests.reference import case


@case(0.7, order=2)
def pushed_and_popped(x):
    h = []
    heapq.heappush(h, (x * x, 1))
    heapq.heappush(h, (x, 2))
    heapq.heappush(h, (3.0 - x, 3))
    t = 0.0
    while h:
        v, k = heapq.heappop(h)
        t = t * 2 + v * k
    return t


@case(0.7)
def heap_of_numbers(x):
    h = [x, x * x, 0.1, 5.0, 3 * x]
    heapq.heapify(h)
    a = heapq.heappop(h)
    b = heapq.heapreplace(h, x) + heapq.heappushpop(h, 0.3 * x)
    return a + 2 * heapq.heappop(h) + b * x, h


@case(0.7)
def largest_and_smallest(x):
    most = sum(heapq.nlargest(2, [x, 2 * x, 1.0]))
    return most + heapq.nsmallest(1, [x, x * x])[0] + heapq.nsmallest(2, [x, x * x, 3 * x], key=lambda v: -v)[1]


class Item:
    def __init__(self, v, n):
        self.v = v
        self.n = n

    def __lt__(self, o):
        return self.v < o.v


@case(0.7)
def heap_of_objects(x):
    h = []
    for i in range(4):
        heapq.heappush(h, Item((x - i) ** 2, i))
    return heapq.heappop(h).v * heapq.heappop(h).n + h[0].v


@case(np.array([3.0, 1.0, 2.0]))
def shortest_path(w):
    graph = {0: [(1, w[0]), (2, w[1])], 1: [(3, w[2])], 2: [(1, w[1] * 0.5), (3, w[0] * w[2])], 3: []}
    dist = {0: 0.0}
    queue = [(0.0, 0)]
    while queue:
        d, u = heapq.heappop(queue)
        if d > dist.get(u, np.inf):
            continue
        for v, c in graph[u]:
            if d + c < dist.get(v, np.inf):
                dist[v] = d + c
                heapq.heappush(queue, (d + c, v))
    return dist[3]


@case(0.7)
def popped_from_nothing(x):
    try:
        heapq.heappop([])
    except IndexError:
        return x * 2


@case(0.7)
def inactive(x):
    a, b = itertools.tee([1, 2, 3])
    next(b, None)
    h = [3, 1, 2]
    heapq.heapify(h)
    return x * sum(q - p for p, q in zip(a, b)) * heapq.heappop(h)
