"""More of the grammar of `hostile_programs`: the same words stand in its templates (see `hostile_grammar`).

M       an instance of one of the classes of `further_helpers` with a number `v`
R       a Pose, a frozen record
"""

from tests import hostile_grammar
from tests.hostile_grammar import COMPOUND, INNER, LOOPED, PLACE, SOME, TEST, lines, paragraphs  # noqa: F401

NUMBER = hostile_grammar.NUMBER[::3] + lines("""
chosen(F)(N)
chosen(max)(N, N)
chosen(functools.partial(first, N))(k=N)
chosen(M).act(N)
sum(p * q for p, q in chosen(zip)(SOME, SOME))
sum(i * p for i, p in chosen(enumerate)(SOME))
sum([p * q for p, q in functools.partial(zip, [N, N])(SOME)])
[BODY for P in chosen(reversed)([N, N])][0]
[lambda v: v * P for P in SOME][0](N)
sum(f(N) for f in [lambda v: v * P for P in SOME])
sum([max([N, LEAF], key=lambda v: v * P) for P in SOME])
sum([sum(map(lambda v: v * P, SOME)) for P in SOME])
sum([sum(P * q for q in SOME) for P in SOME])
sum({i: BODY for i in range(2) for P in SOME}.values())
passed_on(np.dot, A, SAME)
passed_on(sorted, SOME, key=lambda P: BODY)[0]
passed_on(max, SOME, key=lambda P: BODY)
(N OP N)
(N OP N)
N if N < LEAF else N
M.v
M.half
M.act(N)
M.act(N) * M.v
M.twice_act(N)
M.named(N, k=N)
M(N)
M[NAT]
M.grown
R.x * R.y
R.moved(N).x
replace(R, x=N).norm()
dataclasses.astuple(R)[NAT % 2]
clamp(N, LEAF, hi=N)
clamp(lo=LEAF, v=N)
forwarded(clamp, N, LEAF, hi=N)
forwarded(first, *L[:2], k=N)
only_named(a=N, b=N)
only_named(**{'a': N, 'b': N})
positional(N, N)
nested_partial(N)(N)
functools.partial(functools.partial(first, N), k=N)(N)
early([N, N, N], LEAF)
last_of(N, NAT)
finally_wins(N, NAT)
memo_sum(NAT, N, {})
tree_sum([N, [N, (N,)]])
slope(lambda P: BODY * P, N)
jvp(first, (N, N), (1.0, N))[1]
differentiate(clamp)(N, LEAF)[1]
sum(chained(N, SOME))
list(chained(N, SOME))[-1]
total_of(chained(N, SOME))
sum(p * q for p, q in itertools.pairwise([*SOME]))
sum(p * (q or 0.5) for p, q in itertools.zip_longest(SOME, [N]))
sum(max(g) for _, g in itertools.groupby(SOME, key=lambda p: p > LEAF))
sum(itertools.starmap(lambda p, q: p * q, zip(SOME, SOME)))
[*itertools.accumulate(SOME, lambda p, q: p * 0.5 + q, initial=N)][-1]
sum(itertools.takewhile(lambda P: COND, SOME))
sum(p * q for p, q in itertools.product(SOME, [N, N]))
sum(p * q for p, q in itertools.combinations([N, N, N], 2))
heapq.nsmallest(1, SOME)[0]
min(SOME, key=lambda P: BODY)
max(enumerate(L), key=lambda p: p[1])[1]
sorted(D.items(), key=lambda p: p[1])[0][1]
sum({**D, 'p': N}.values())
sum(dict(zip('ab', SOME)).values())
{k: v * N for k, v in D.items()}['p']
len(f'{N:.3f}') * N
float(N > LEAF) * N
int(NAT) * N
round(LEAF) * N
divmod(N, 1.7)[1]
N % 1.3
math.hypot(N, N)
math.copysign(N, N)
math.fsum(L)
math.prod([N, N])
math.dist((N, N), (LEAF, N))
np.hypot(N, N)
np.add.reduce(A)
np.multiply.reduce(A)
np.linalg.norm(A + 0.1)
np.einsum('i,i', A, SAME)
np.einsum('i,j->ij', A, SAME).trace()
np.outer(A, SAME).sum()
np.matmul(A, SAME)
np.inner(A, SAME)
np.vdot(A, SAME)
np.trace(np.diag(A))
np.tensordot(A, SAME, 1)
np.where(A > N, A, N).sum()
np.sum(A, where=SAME > LEAF)
np.max(A, initial=LEAF)
np.sort(A)[INDEX]
A[np.argsort(SAME)][0]
np.take(A, [0, -1]).sum()
np.diff(A).sum() * N
np.cumprod(A)[-1]
np.flip(A)[0]
np.roll(A, 1)[0]
np.clip(A, LEAF, None).sum()
np.interp(N, [0.0, 1.0], [N, N])
np.polyval([N, N, 1.0], N)
np.average(A, weights=np.arange(len(SAME)) + 1.0)
np.ptp(A)
np.var(A)
np.float64(N).item()
A.T[INDEX]
A.swapaxes(0, 0)[INDEX]
A.tolist()[INDEX]
A.ravel()[INDEX]
A.flat[0]
A.dot(SAME)
A.item(0)
A[np.newaxis].sum()
A[..., 0]
sum(A.reshape(-1, 1))[0]
sum(row[0] for row in A.reshape(-1, 1))
""")

ARRAY = hostile_grammar.ARRAY + lines("""
np.sort(E)
np.flip(E)
np.roll(E, NAT)
np.clip(E, LEAF, N)
np.array(ITEMS)
np.maximum(E, E)
np.minimum(E, N)
np.where(E > E, E, E)
np.multiply(E, E)
np.cumsum(E)[::-1]
np.einsum('i,i->i', E, E)
np.squeeze(E[None])
np.array([E, E]).mean(0)
np.asarray(E)
np.array(list(E))
E.clip(LEAF)
+E
-E
E ** 2
E / 2
""")

STATEMENT = hostile_grammar.STATEMENT[::2] + lines("""
passed_on(np.multiply, A, N, out=SAME)
passed_on(np.cumsum, A, out=SAME)
passed_on(L.append, N)
passed_on(L.sort, key=lambda P: BODY)
np.matmul(np.eye(len(A)) * N, SAME, **{'out': SAME})
np.add(A, N, **{'out': SAME, 'where': SAME > LEAF})
(np.add if TEST else np.multiply)(A, N, out=SAME)
chosen(np.add)(A, N, out=SAME)
NEWL = [f(N) for f in [lambda v: v * P for P in SOME]]
NEWL = [BODY for P in chosen(list)(SOME)]
NEWD = {k: BODY for k, P in chosen(zip)('pqz', [N, N, N])}
NEWF = [lambda v: BODY * v for P in SOME][0]
NEWM = Base(N)
NEWM = Left(N)
NEWM = Both(N)
NEWM = Both(v=N)
NEWM = Dynamic(N)
NEWM = Slotted(N)
NEWM = Counter_(N)
NEWM = M
NEWM = Both(N) if TEST else Left(N)
M.v = N
M.v AUGMENT N
M.half = N
M.act(N)
M.log.append(N)
M.extra = N
setattr(M, 'v', N)
NEWF = M.act
NEWF = M
M.act_with = lambda P: BODY
NEWR = Pose(N, N)
NEWR = replace(R, y=N)
NEWR = R.moved(N)
NEWN, NEWN = dataclasses.astuple(R)
NEWF = nested_partial(N)
NEWF = functools.partial(functools.partial(clamp, lo=LEAF), hi=N)
NEWF = composed(F, math.sin)
NEWF = lambda P, k=N: BODY * k
NEWN = NEWN = N
(NEWN, NEWN), *_ = (N, N), N
[NEWN, [NEWN]] = [N, [N]]
NEWN, *NEWL = L
*NEWL, NEWN = [N, *SOME]
NEWN = N; del SAME; NEWN = N
NEWD = dict(p=N, q=N)
NEWD = dict(D, p=N)
NEWD = {**D, **{'p': N}}
NEWD = {k: v for k, v in zip('pqz', (N, N, N))}
NEWD = dict(sorted(D.items()))
D |= {'p': N}
D['p'], D['q'] = N, D['p']
del D['p']; D['p'] = N
NEWL = list(D.values())
NEWL = [v for _, v in sorted(D.items())]
NEWL = sorted([N, N, N], reverse=True)
NEWL = sorted(SOME, key=lambda P: BODY)
NEWL = list(map(F, SOME))
NEWL = [p for p in SOME if p > N] or [N]
NEWL = list(itertools.accumulate(SOME))
NEWL = [*chained(N, SOME)]
NEWL = L.copy()
NEWL = L * 2
NEWL = [[N, N], [N]][NAT % 2]
L[-1], L[0] = L[0], N
L[len(SAME):] = [N]
L.insert(NAT, N)
L.sort(key=lambda P: BODY)
heapq.heapify(L)
heapq.heappush(L, N)
L.append(heapq.heappop(L) * N)
NEWN = heapq.heappushpop(L, N)
NEWA = A.T
NEWA = A[:]
NEWA = A.reshape(-1)
NEWA = A.ravel()
NEWA = np.asarray(A)
NEWA = A.view()
NEWA = A[::-1]
NEWA = np.ascontiguousarray(A)
NEWA = np.atleast_1d(A)
NEWA = A.reshape(1, -1)[0]
NEWA = A.astype(float)
NEWA = A.astype(float, copy=False)
NEWA = np.array(A, copy=None)
NEWA = A * (A > N)
A.T[0] AUGMENT N
A.reshape(-1, 1)[0] AUGMENT N
A.reshape(1, -1)[0, 0] = N
A.ravel()[-1] AUGMENT N
A.flat[0] = N
A.flat = N
A[...] = E
A[:, None][0] AUGMENT N
A[None][0, 0] = N
A[[0, -1]] AUGMENT N
A[[0]] = SAME[[-1]] * N
A[np.array([True] + [False] * (len(SAME) - 1))] AUGMENT N
A[np.argsort(SAME)[:1]] = N
A[SAME != SAME.max()] = N
np.put(A, [0], [N])
np.place(A, SAME > N, [N])
np.putmask(A, SAME < N, SAME * 0.5)
np.copyto(A, N, where=SAME > LEAF)
np.multiply(A, N, out=SAME, where=SAME > LEAF)
np.add(A, SAME[::-1], out=SAME)
np.subtract(A, N, SAME)
np.clip(A, LEAF, None, out=SAME)
np.maximum(A, N, out=SAME)
np.cumsum(A, out=SAME)
np.negative(A, SAME)
np.matmul(np.eye(len(A)) * N, SAME, out=SAME)
np.add.at(A, [0, 0], N)
np.fill_diagonal(A.reshape(1, -1), N)
A[1:], SAME[0] = SAME[:-1] * N, N
for p in (A, SAME): p AUGMENT N
if not TEST: L.append(N)
assert LEAF == LEAF, f'{N}'
NEWG = talk(N); next(SAME)
NEWN = G.send(N)
NEWN = print(N) or N
""")

COMPOUND = [*COMPOUND, *paragraphs("""
for NEWN, NEWN in chosen(zip)([N, N], SOME):
    BLOCK

for NEWI, NEWN in functools.partial(enumerate, start=1)([N, N]):
    BLOCK

for NEWN in SOME:
    if TEST: continue
    BLOCK
    if TEST: break
else:
    NEWN = N
    BLOCK

NEWI = 0
while SAME < 3:
    SAME += 1
    if TEST: break
    BLOCK
else:
    BLOCK

try:
    if TEST: raise Carry(N, N)
    BLOCK
except Carry as e:
    NEWN, _ = e.args
    BLOCK
finally:
    PLACE = N

try:
    BLOCK
except Stop:
    BLOCK
else:
    BLOCK

for NEWI, NEWN in enumerate(SOME, start=NAT):
    if TEST: break
    BLOCK

for NEWN, NEWN in itertools.pairwise([N, *SOME]):
    BLOCK

for k, NEWN in sorted(D.items()):
    D[k] = N
    BLOCK

for NEWA in (A, SAME[::-1]):
    BLOCK

for NEWL in ([N, N], L):
    BLOCK

for NEWF in (F, math.sin):
    PLACE = SAME(N)

with lent(A, N) as NEWN, lent(L, N):
    BLOCK

with M as NEWN:
    BLOCK

match (N, NAT):
    case (NEWN, 0 | 1):
        BLOCK
    case (NEWN, n) if n > 2:
        BLOCK
    case _:
        BLOCK

match [*SOME]:
    case [NEWN, *NEWL]:
        BLOCK
    case []:
        PLACE = N

match D:
    case {'p': NEWN, **NEWD}:
        BLOCK

match R:
    case Pose(x=NEWN, y=NEWN):
        BLOCK

if (NEWN := N) > LEAF:
    BLOCK
elif SAME < N:
    BLOCK
else:
    BLOCK

w = N
if TEST: w = None
elif TEST: w = [N, N]
else: w = np.array([N, N])
if w is None: PLACE = N
elif isinstance(w, list): PLACE = sum(w)
elif isinstance(w, np.ndarray): PLACE = w.sum()
else: PLACE = w

w = 0
for NEWN in SOME:
    if TEST: w = w + NAT
    else: w = w + SAME
PLACE = w

w = None
for NEWN in SOME:
    if w is None or SAME > w: w = SAME * N
PLACE = w if w is not None else N

w = 1
for NEWI in range(2):
    w = w * N
    if TEST: w = A * w
    else: w = w + N
    w = np.sum(w)
PLACE = w
""")]

FLAT = [*hostile_grammar.FLAT, *paragraphs("""
def counter():
    c = N
    def up(P):
        nonlocal c
        c = c + BODY
        return c
    def down(P):
        nonlocal c
        c = c * 0.5 - BODY
        return c
    return up, down, lambda: c
up, down, now = counter()
up(N)
NEWN = down(N) * up(N) - now()
NEWF = up

def walk():
    s = yield N
    while True:
        got = yield s
        if got is None: return s
        s = s * 0.5 + got
def run():
    r = yield from walk()
    yield r * N
h = run()
next(h)
h.send(N)
h.send(N)
NEWN = next(h)

def produce(P):
    for i in range(3):
        if COND: return N
        yield BODY
    return P
def consume():
    r = yield from produce(N)
    yield r
NEWN = sum(consume())
NEWL = list(produce(N))

def attempt(P):
    for i in range(3):
        try:
            if COND: return BODY
            if i == 1: continue
            if i == 2: break
        finally:
            P = P * 0.5 + i
            A[0] += P
    else:
        return 0.0
    return P
NEWN = attempt(N)
NEWF = attempt

class Local(Base):
    def act(self, P):
        return super().act(P) * BODY
    @property
    def half(self):
        return self.v * N
    @half.setter
    def half(self, P):
        self.v = BODY
m = Local(N)
m.half = N
m.half += N
NEWN = m.act(N) + m.twice_act(N)

class Tracked:
    total = 0
    def __init__(self, P):
        self.items = [P]
        self.P = P
    def __iadd__(self, P):
        self.items.append(BODY)
        return self
    def __getitem__(self, i): return self.items[i % len(self.items)]
    def __setitem__(self, i, P): self.items[i % len(self.items)] = BODY
    def __len__(self): return len(self.items)
    def __contains__(self, P): return any(i > P for i in self.items)
    def __mul__(self, P): return Tracked(BODY)
    __rmul__ = __mul__
    def __neg__(self): return Tracked(-self[0])
    def __lt__(self, other): return self[0] < other[0]
m = Tracked(N)
m += N
m[1] = N
m[0] += m[1]
NEWN = (N * m)[0] + sum(m.items) + (-m)[0] + len(m) * N
NEWN = min(m, Tracked(N))[0]

def deco(f):
    @functools.wraps(f)
    def inner(*args, scale=N, **kwargs):
        return f(*args, **kwargs) * scale
    return inner
@deco
def decorated(P, *, k=0.5):
    return BODY * k
NEWN = decorated(N) + decorated(N, scale=N) + decorated(N, k=N, scale=N)
NEWF = decorated

def rec(n, P, memo={}):
    if n <= 0: return P
    return rec(n - 1, BODY) * 0.5
NEWN = rec(2, N)

memo = {}
def fib(n):
    if n in memo: return memo[n]
    memo[n] = N if n < 2 else fib(n - 1) * 0.5 + fib(n - 2)
    return memo[n]
NEWN = fib(NAT % 4) + fib(3)
NEWN = sum(memo.values())

table = {'a': lambda P: BODY, 'b': F, 'c': math.tanh}
table['d'] = lambda v, f=table['a']: f(v) * N
NEWN = sum(f(N) for f in table.values())
NEWF = table['d']

fs = [lambda v, i=i: v * i + N for i in range(3)]
fs.append(lambda P: BODY)
NEWN = sum(f(N) for f in fs)
NEWF = fs[NAT % 4]

fs = []
for i in range(3):
    def late(P): return BODY * i
    fs.append(late)
NEWN = fs[0](N) + fs[2](N)

b = A.copy()
c = b[::-1]
d = b.T
c[0] = N
d[0] *= N
b[1:] += c[:-1]
NEWN = (b * c).sum() + d[-1]

b = np.zeros((2, 2))
b[0], b[:, 1] = N, np.array([N, N])
c = b.T
c[0] += N
b.ravel()[3] *= N
b.reshape(4)[::3] -= N
np.add(b, c, out=b)
NEWN = b.sum() * c[1, 0]

b = np.array([[N, N], [N, N]])
b[b > N] *= 0.5
c = b @ b.T
c[np.arange(2), [1, 0]] = N
NEWN = np.linalg.det(c + 3 * np.eye(2)) + np.einsum('ij,ji', b, c)
NEWN = np.linalg.solve(b @ b.T + 2 * np.eye(2), b[:, 0])[0]

b = np.empty(3)
for i in range(3): b[i] = N * i
b[1:] = np.cumsum(b)[:-1]
b[::2], b[1] = b[1], N
NEWN = b @ np.sort(b)

q = collections.deque([N, N, N], maxlen=3)
q.rotate(NAT)
q.append(N)
q[0], q[-1] = q[-1], q[0] * N
q.extendleft([N])
NEWN = sum(q) + q.popleft()

hp = []
for v in (N, N, N): heapq.heappush(hp, (v, v * N))
v, NEWN = heapq.heappop(hp)
NEWN = hp[0][0] * v

t = collections.defaultdict(float)
for k, v in zip('abca', (N, N, N, N)): t[k] += v
t['b'] *= t['z'] + N
NEWN = t['a'] * t['b'] + len(t)

t = {}
for k, v in zip('abc', (N, N, N)): t.setdefault(k > 'a', []).append(v)
NEWN = sum(sum(v) * len(v) for v in t.values())

g = {'a': {'v': N, 'to': ['b']}, 'b': {'v': N, 'to': []}}
for k in 'ab':
    for to in g[k]['to']: g[to]['v'] += g[k]['v'] * N
NEWN = g['b']['v']

rows = [[N, N], [N, N]]
rows[0][1] += rows[1][0]
rows.append([*rows[0]])
rows[2][0] = N
cols = [list(c) for c in zip(*rows)]
NEWN = sum(p * q for p, q in zip(cols[0], cols[1])) + sum(map(sum, rows))

left = right = [N, N]
right[0] = N
left = left + right
right += [N]
NEWN = sum(left) * sum(right)

x1, (x2, *x3), x4 = N, [N, N, N], (N, N)
x3[0], x3[1:] = x4[1], [x1, x2]
NEWN = sum(x3) * x1

s = ''
c = 0
for P in SOME:
    s += f'{P:.2f}'
    c += BODY
    c = c if COND else c * N
NEWN = c * len(s)

n = 1
for i in range(3):
    n = n * 2 if TEST else n + N
NEWN = n

z = N
z = [z, N]
z = {'k': z}
z = np.array(z['k'])
z = z.sum()
NEWN = z

p = Pose(N, N)
ps = [p, replace(p, x=N), p.moved(N)]
ps.sort(key=lambda o: o.x)
NEWN = sum(o.norm() for o in ps) * ps[0].x

m, o = Base(N), Base(N)
m.other, o.other = o, m
m.other.v += N
o.other.v *= N
NEWN = m.v * o.v + m.other.other.v

def pick_one(flag):
    if flag: return N
    return None
w = pick_one(TEST)
NEWN = N if w is None else w * N

def kinds(i):
    if i == 0: return N
    if i == 1: return [N, N]
    if i == 2: return np.array([N, N])
    return {'a': N}
NEWN = kinds(0) + sum(kinds(1)) + kinds(2)[0] + kinds(3)['a']

def shape(P, /, q=N, *rest, k=N, **more):
    return BODY * q + sum(rest) * k + sum(more.values())
NEWN = shape(N) + shape(N, N, N, k=N) + shape(N, z=N, k=N) + shape(*(N, N), **{'k': N})

def outer(P):
    def mid(q):
        def inner(r):
            nonlocal q, P
            q = q * r
            P = P + q
            return P * q
        return inner(N) + inner(BODY)
    return mid(N) * P
NEWN = outer(N)

def slope_of(P):
    return BODY * P
NEWN = differentiate(slope_of)(N)[1]
NEWN = jvp(slope_of, (N,), (N,))[1]

st = contextlib.ExitStack()
with st:
    NEWN = st.enter_context(lent(A, N))

it = iter(SOME)
NEWN = next(it)
rest = [*it]
NEWN = sum(rest) * len(rest)

e = None
try:
    try:
        if TEST: raise Carry(N, N)
    except Carry as err:
        raise Stop from err
    finally:
        A[0] *= N
except Stop:
    A[-1] += N
NEWN = N
""")]
