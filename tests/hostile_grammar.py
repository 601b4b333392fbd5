"""The grammar of `hostile_programs`: one template a line, or a paragraph for what has several lines.

Words of capitals are filled in:

N, LEAF     a number, and one without further parts        TEST      a condition
VAR         a number's name that may be assigned to        OP        + - *
A, E        an array's name; an expression for an array as long as the array chosen last
INDEX       an index into what was chosen last             SAME      what was chosen last once more
L, D, O, S, V, F, G     the name of a list, a dict, a Node, a Spring, a Vec, a function of one number, a generator
K, U        a class that is defined in the program, an instance of one
J           an iterator, which may be at any place, or an end
T           a named tuple
NAT         a small natural number                         PLACE     what can be assigned a number
P, BODY, COND   the name of a variable, and an expression and condition that may use it
NEWN, NEWA, ...     a new name of that sort                BLOCK     statements
"""


def lines(text):
    return [line.strip() for line in text.strip().splitlines()]


def paragraphs(text):
    return [p.strip("\n") for p in text.strip("\n").split("\n\n")]


NUMBER = lines("""
(N OP N)
(N OP N)
(N OP N)
(N OP N)
-N
abs(N)
math.sin(N)
math.tanh(N)
math.atan(N)
np.cos(N)
N / (1.5 + abs(math.sin(N)))
(N) ** 2
float(N)
(N if TEST else N)
(TEST and N or N)
(VAR := N)
(VAR := N) * N
max(N, N)
min(N, N, N)
A[INDEX]
A[INDEX]
L[INDEX]
put(A, INDEX, N)
put(L, INDEX, N)
(grow(L, N) * 0.1)
len(L)
L.pop()
risky(N, LEAF)
carry(N, LEAF)
A.sum()
A.mean()
A.max()
A.prod()
half(A).sum()
(A * E).sum()
(A @ E)
np.dot(A, SAME)
A[SAME > LEAF].sum()
(A > N).sum() * N
scale(A, by=N).sum()
scale([N, N], N)[NAT % 2]
best_of(L)[0]
best_of(A)[0] * best_of(SAME)[1]
first(N, N)
first(N, k=N, z=N)
first(*L[:2], N)
first(N, *(N, N), **{'q': N})
apply(first, N, *SOME)
pick(NAT, N, N)
[N, N, N][NAT % 3]
(N, N)[NAT % 2]
{'m': N, 'n': N}[chr(109)]
depth_first((N, (N, N)))
F(N)
F(N) * F(N)
apply(F, N)
adder(N)(N)
counted(F)(N)
functools.partial(first, N, k=N)(N)
(lambda P: BODY)(N)
(lambda P, q=N: BODY * q)(N)
apply(lambda P: BODY, N)
sum([BODY for P in SOME])
sum(BODY for P in SOME)
sum([BODY for P in SOME if COND])
sum(BODY for P, _ in zip(SOME, SOME))
max(BODY for P in (N, N))
sum({i: BODY for i, P in enumerate(SOME)}.values())
sum(map(lambda P: BODY, SOME))
sum(filter(lambda P: COND, SOME))
sorted(L, key=lambda P: BODY)[0]
functools.reduce(lambda p, q: p * 0.5 + q, L, N)
sum(itertools.accumulate(L))
sum(p * q for p, q in pairs(L))
next(running(L, N))
sum(running(SOME, N))
next(iter(L), N)
next((p for p in SOME if p > LEAF), N)
G.send(N)
next(G)
O.v
O.w
O.bump(N)
O.swap().w
O.both
O.total()
(O + N).both
(O + O).total()
O[NAT % 2]
sum(O)
getattr(O, 'v')
D['p']
D.get('p', N)
D.setdefault('q', N)
D.pop('q', N)
sum(D.values())
max(D.values())
sum([SAME[k] for k in sorted(D)])
sum(v * i for i, v in enumerate(D.values()))
S.force(N)
S.k
(S * N).force(N)
sum(S.pulls)
V(NAT)
V.top
V.a.sum()
V.hits * N
len(V)
U.go(N)
U.go(N) * U.top
U.n
U(N)
asked(U, N)
asked(K(N), N)
asked_each([U, K()], N)
(U + N)
sum(U)
max(U)
abs(U)
getattr(U, 'go')(N)
apply(U.go, N)
apply(U, N)
sum(map(U.go, SOME))
sum(u.go(N) for u in (U, SAME))
{'m': U}['m'].go(N)
next(J, N)
next(J, LEAF) * N
sum(J)
sum(J, N)
max(J, default=N)
sum(p * q for p, q in zip(J, SOME))
sum(i * p for i, p in enumerate(J, NAT))
sum(map(lambda P: BODY, J))
sum([BODY for P in J])
functools.reduce(lambda p, q: p * 0.5 + q, J, N)
len(list(itertools.islice(J, NAT))) * N
sum(itertools.islice(J, NAT))
sum(itertools.chain(J, SOME))
first(*itertools.islice(J, 2), N)
math.fsum(J)
take(J, N)
sum(sorted(J))
{'c': J}['c'].__next__() if False else next(J, N)
T.x
T.y * N
T[NAT % 2]
sum(T)
T._replace(x=N).x
T._asdict()['y']
norm2(T)
norm2(Point(N, *(N,)))
cached(NAT) * N
cached(NAT, by=gain) * N
ops['twice'](N)
ops[NAT % 2](N)
sum(f(N) for f in (ops[0], F))
weighted({'a': N, 'b': N}, {'b': N})
weighted(D, {'p': N})
sum(v for k, v in sorted(D.items()))
K(N).go(N)
""")

TEST = lines("""
N OP_COMPARE N
N OP_COMPARE N
N OP_COMPARE N
N < N < N
-1 < N < N < 3
LEAF OP_COMPARE LEAF and N > LEAF
LEAF OP_COMPARE LEAF or N > LEAF
not N > LEAF
len(L) % 2
all(p > LEAF for p in SOME)
(A > LEAF).any()
""")

ARRAY = lines("""
A
A
(E OP E)
(E OP E)
(E OP N)
np.sin(E)
np.tanh(E)
E[::-1]
half(E)
np.where(E > LEAF, E, N)
(E if TEST else E)
np.cumsum(E)
np.array(ITEMS)
np.maximum(E, LEAF)
np.stack([E, E]).sum(0)
E.copy()
scale(E, N)
np.abs(E)
""")

SOME = lines("""
L
L[:2]
A
reversed(L)
running(L, LEAF)
(N, N)
V.a
""")

PLACE = lines("""
VAR
VAR
VAR
A[INDEX]
A[INDEX]
L[INDEX]
D['p']
O.v
O.w
O[NAT % 2]
S.k
V.top
V.a[0]
""")

STATEMENT = lines("""
NEWN = N
NEWN = N
PLACE = N
PLACE = N
PLACE = N
PLACE AUGMENT N
PLACE AUGMENT N
PLACE, PLACE = PLACE, N
PLACE = PLACE = N
NEWN, *_, NEWN = N, N, N, N
NEWN, NEWI = best_of(L)
NEWA = E
NEWA = E
NEWA = TAIL
NEWA = A if TEST else SAME.copy()
NEWA = scale(A, N)
NEWA = np.array([BODY for P in A])
NEWA = V.a
A AUGMENT E
A AUGMENT N
A[:] = E
A[:] AUGMENT E
A[1:] AUGMENT SAME[:-1]
A[::2] = N
A[SAME > N] AUGMENT N
np.multiply(A, N, out=SAME)
np.add(A, E, SAME)
np.sin(A, out=SAME)
np.cumsum(A, out=SAME)
np.copyto(A, E)
np.add.at(A, [0, -1, 0], N)
A.fill(N)
A.sort()
put(A, 0, N)
NEWL = [N, N, LEAF]
NEWL = L
NEWL = L[::-1]
NEWL = L + [N]
NEWL = sorted(L)
NEWL = [*L, N]
NEWL = [BODY for P in SOME]
NEWL = [N] * 3
L.append(N)
L.insert(0, N)
L.extend([N, N])
L += (N, N)
L.reverse()
L.sort()
L[0:1] = [N, N]
L[:] = [BODY for P in SAME]
L[::2] = [p * 0.5 for p in SAME[::2]]
L.append(SAME.pop(0))
del L[0]
NEWD = {'p': N, 'z': N}
NEWD = {n: N * i for i, n in enumerate('pzq')}
NEWD = {**D, 'z': N}
NEWD = D | {'p': N}
D['p'] = N
D[f'r{len(xs) % 2}'] = N
D.update(p=N, y=N)
NEWO = Node(N)
NEWO = Node(N, [O])
NEWO = O
NEWO = O + N
NEWO = O.swap()
O.bump(N)
O.kids.append(Node(N))
O.v, O.w = O
NEWS = Spring(N)
NEWS = Spring(N, rest=N)
NEWS = S * N
NEWV = Vec(A)
NEWV = Vec(A + N)
V += N
V.top AUGMENT N
V.a = V.a * N
NEWF = adder(N)
NEWF = lambda P: BODY
NEWF = functools.partial(pick, NAT, N)
NEWF = counted(F)
NEWF = U.go
NEWF = ops['twice']
NEWJ = iter(L)
NEWJ = iter([N, N, N])
NEWJ = iter(SOME)
NEWJ = (BODY for P in SOME)
NEWJ = map(lambda P: BODY, SOME)
NEWJ = zip_of(L, SOME)
NEWJ = running(SOME, N)
NEWJ = filter(None, L)
NEWJ = itertools.accumulate(SOME)
NEWJ = itertools.chain([N], SOME)
NEWJ = iter(range(3))
NEWJ = reversed([N, N])
NEWJ = J
NEWL = list(J)
NEWL = [next(J, N), *J]
NEWN, *NEWL = N, *J
L.extend(itertools.islice(J, 3))
L += itertools.islice(J, 1)
L[1:] = J
NEWA = np.array([N, *itertools.islice(J, 0)])
NEWT = Point(N, N)
NEWT = T._replace(y=N)
NEWT = Point(*T)
NEWT = Point._make([N, N])
NEWN, NEWN = T
D.update(a=T.x)
NEWF = functools.partial(scaled_by, k=N)
NEWU = K()
NEWU = K(N)
NEWU = U
U.n = N
U.n AUGMENT N
NEWG = averages(N); next(SAME)
assert TEST or True, N
if TEST: raise Stop
if TEST: return N, A
""")

LOOPED = lines("""
if TEST: break
if TEST: continue
""")

COMPOUND = paragraphs("""
if TEST:
    BLOCK

if TEST:
    BLOCK
else:
    BLOCK

for NEWI in range(NAT):
    BLOCK

for NEWI in range(3):
    BLOCK
    if TEST: break
else:
    BLOCK

for NEWN in SOME:
    BLOCK

for NEWI, NEWN in enumerate(L[:3]):
    BLOCK

for key, NEWN in D.items():
    SAME[key] = N

for NEWN in J:
    BLOCK

for NEWN in J:
    if TEST: break
    BLOCK

for NEWN, NEWN in zip(J, SOME):
    BLOCK

for NEWN in itertools.islice(J, 2):
    BLOCK

with lent(A, N) as NEWN:
    BLOCK

with lent(L, N):
    BLOCK

match T:
    case Point(x=NEWN, y=low) if SAME < low:
        PLACE = SAME * low
    case Point(NEWN, _):
        PLACE = SAME

for A[0] in (N, N):
    BLOCK

NEWI = 0
while (SAME := SAME + 1) < 4 and TEST:
    BLOCK

try:
    BLOCK
except Stop:
    BLOCK

try:
    BLOCK
except (Stop, ZeroDivisionError):
    BLOCK
else:
    BLOCK
finally:
    BLOCK

try:
    BLOCK
finally:
    BLOCK

try:
    BLOCK
except Carry as error:
    PLACE = error.args[NAT % 2]

with V as NEWA:
    BLOCK

match [N, N]:
    case [NEWN, low] if SAME > low:
        PLACE = SAME * low
    case [_, NEWN]:
        PLACE = SAME + 1

match {'u': N, 'n': NAT}:
    case {'u': NEWN, 'n': 0 | 1}:
        BLOCK
    case _:
        BLOCK

NEWN = N if TEST else None
if SAME is not None:
    PLACE = SAME * N

def NEWF(P):
    return BODY

def NEWF(P):
    INNER
    return BODY

def NEWF(P):
    nonlocal VAR
    INNER
    SAME = BODY
    return BODY
""")

# Of three lines and more, where the names do not outlive the lines.
FLAT = paragraphs("""
class NEWK:
    def __init__(self, n=0.75):
        self.n = n
    def go(self, P):
        return BODY
    @property
    def top(self):
        return sum(BODY for P in SOME)
    def __call__(self, P):
        return self.go(P) * 0.5
    def __add__(self, P):
        return BODY
    def __abs__(self):
        return self.go(0.25) + 1
    def __iter__(self):
        yield self.n
        yield self.go(self.n)

class NEWK:
    top = 0.5
    n = 2
    def go(self, P):
        nonlocal VAR
        INNER
        SAME = BODY
        return BODY
    def __call__(self, P=1):
        return BODY
    def __add__(self, P):
        return self.go(P)
    def __radd__(self, P):
        return P * self.top
    def __abs__(self):
        return self()
    def __getitem__(self, i):
        if i > 2: raise IndexError(i)
        return self.go(i)
    def __init__(self, n=0.75):
        pass

m = np.array([[N, N], [N, N]])
m[0], m[1] = m[1], m[0]
NEWN = m[0, 1] * m[1, 0]

m = np.outer(A, SAME)
m.transpose()[0] += N
NEWN = m.trace() + m[0].sum()

m = np.outer(A, SAME)
m[[0, 1]] = m[[1, 0]] * N
NEWN = (m @ m).sum()

m = np.zeros((2, 3))
m[:, 0], m[1] = N, m[0] * N + N
m[:, 1:] += m[:, :1]
NEWN = m.sum()

h = [A, A]
h[0][0], h[1][-1] = N, h[0][0]
h[NAT % 2] *= N
NEWN = h[1].sum()

h = [A, A]
for p in h: p *= N
h[0], h[1] = h[1], h[0] + N
NEWN = h[0].sum()

q = collections.deque([N, N], maxlen=3)
q.append(N)
q.appendleft(q.pop() * N)
NEWN = q[0] * q[-1]

t = collections.defaultdict(list)
for i in range(3): t[i % 2].append(N)
NEWN = sum(sum(v) for v in t.values())
""")

INNER = lines("""
PLACE AUGMENT BODY
L.append(BODY)
A[0] AUGMENT BODY
if COND: raise Stop
if COND: return BODY
P_AGAIN = BODY
O.v = BODY
D['p'] = BODY
""")
