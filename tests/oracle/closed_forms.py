# SPDX-License-Identifier: Apache-2.0
"""Exact figures of the systems in cases.yaml, each from its parameters alone.

Every function returns its figures by name; validate.py compares them with the published
ones, so that neither a slip of the pen there nor an error here goes unnoticed.
"""
import math
from statistics import NormalDist


def poisson(mean, count):
    """Probabilities of 0 .. count - 1."""
    p, law = math.exp(-mean), []
    for k in range(count):
        law.append(p)
        p *= mean / (k + 1)
    return law


def birth_death(births, deaths):
    """Stationary law of a birth and death process."""
    weights = [1.0]
    for birth, death in zip(births, deaths):
        weights.append(weights[-1] * birth / death)
    total = math.fsum(weights)
    return [w / total for w in weights]


def mean(law):
    return math.fsum(k * p for k, p in enumerate(law))


def excess(law, level):
    """E (X - level)+ of a law on 0, 1, ..."""
    return math.fsum((k - level) * p for k, p in enumerate(law) if k > level)


def below(law, level):
    """E (level - X)+ of a law on 0, 1, ..."""
    return math.fsum((level - k) * p for k, p in enumerate(law) if k < level)


# Queues ------------------------------------------------------------------------------


def mmc(arrival, service, servers=1):
    """Erlang C."""
    load, term, total = arrival / service, 1.0, 1.0
    for k in range(1, servers):
        term *= load / k
        total += term
    last = term * load / servers / (1.0 - load / servers)
    wait = last / (total + last)
    wq = wait / (servers * service - arrival)
    return {"P_wait": wait, "Wq": wq, "W": wq + 1.0 / service, "Lq": arrival * wq,
            "L": arrival * wq + load, "utilisation": load / servers,
            "idle": 1.0 - load / servers, "throughput": arrival}


def mg1(arrival, mean_service, second_moment):
    """Pollaczek and Khinchine."""
    load = arrival * mean_service
    wq = arrival * second_moment / 2.0 / (1.0 - load)
    return {"Wq": wq, "W": wq + mean_service, "Lq": arrival * wq,
            "L": arrival * (wq + mean_service), "utilisation": load, "idle": 1.0 - load}


def gm1(service, constant=None, mixture=None):
    """G/M/1; intervals constant, or exponential of rate r with probability p."""
    def transform(s):
        if constant is not None:
            return math.exp(-s * constant)
        return sum(p * r / (r + s) for p, r in mixture)

    interval = constant if constant is not None else sum(p / r for p, r in mixture)
    sigma = 0.5
    for _ in range(10000):
        sigma = transform(service * (1.0 - sigma))
    w = 1.0 / (service * (1.0 - sigma))
    return {"sigma": sigma, "W": w, "Wq": w - 1.0 / service, "L": w / interval,
            "Lq": (w - 1.0 / service) / interval, "utilisation": 1.0 / interval / service}


def mmck(arrival, service, servers, places):
    """At most `places` jobs in service and waiting; places = servers is Erlang B."""
    law = birth_death([arrival] * places,
                      [service * min(k, servers) for k in range(1, places + 1)])
    accepted = arrival * (1.0 - law[-1])
    lq = excess(law, servers)
    return {"P_loss": law[-1], "L": mean(law), "Lq": lq, "throughput": accepted,
            "W": mean(law) / accepted, "Wq": lq / accepted,
            "mean_busy": accepted / service}


def cobham(arrivals, means, second_moments):
    """Classes on one server, first class first, no interruption."""
    rest = sum(l * m for l, m in zip(arrivals, second_moments)) / 2.0
    figures, before, load = {}, 0.0, 0.0
    for i, (arrival, service) in enumerate(zip(arrivals, means), 1):
        load += arrival * service
        t = rest / (1.0 - before) / (1.0 - load) + service
        figures[f"T{i}"], figures[f"L{i}"] = t, arrival * t
        before = load
    figures["utilisation"] = load
    return figures


def jackson(external, routes, service, servers):
    """Product form of an open network."""
    n = len(external)
    flow = list(external)
    for _ in range(10000):
        flow = [external[j] + sum(flow[i] * routes[i][j] for i in range(n))
                for j in range(n)]
    figures, total = {}, 0.0
    for i in range(n):
        station = mmc(flow[i], service[i], servers[i])
        total += station["L"]
        figures |= {f"lambda{i + 1}": flow[i], f"L{i + 1}": station["L"],
                    f"Lq{i + 1}": station["Lq"], f"W{i + 1}": station["W"],
                    f"utilisation{i + 1}": station["utilisation"]}
    figures |= {"L": total, "mean_sojourn": total / sum(external),
                "utilisation": figures["utilisation1"]}
    return figures


def breakdowns(arrival, service, failure, repair):
    """M/M/1, server up and down by the calendar (White and Christie)."""
    both = failure + repair
    jobs = arrival * (both**2 + failure * service) / (
        both * (repair * service - arrival * both))
    return {"availability": repair / both, "down": failure / both, "L": jobs,
            "W": jobs / arrival}


def machine_repair(machines, repairers, failure, repair):
    """Finite source: birth and death process of the machines that are down."""
    law = birth_death([(machines - k) * failure for k in range(machines)],
                      [repair * min(k, repairers) for k in range(1, machines + 1)])
    down = mean(law)
    rate = failure * (machines - down)
    return {"mean_down": down, "mean_waiting_repair": excess(law, repairers),
            "availability": 1.0 - down / machines, "failure_rate": rate,
            "mean_downtime": down / rate}


# Inventory ---------------------------------------------------------------------------


def palm(demand, lead_time, level):
    """(S-1,S): outstanding orders are Poisson, whatever the law of the lead time."""
    law = poisson(demand * lead_time, 400)
    short = excess(law, level)
    return {"fill_rate": math.fsum(law[:level]), "EB": short,
            "EI": level - demand * lead_time + short, "mean_wait": short / demand}


def compound(demand, sizes, lead_time, level):
    """Base stock under compound Poisson demand; Panjer's recursion."""
    load, law = demand * lead_time, [math.exp(-demand * lead_time)]
    for n in range(1, 300):
        law.append(load / n * sum(k * p * law[n - k]
                                  for k, p in enumerate(sizes, 1) if k <= n))
    size = sum(k * p for k, p in enumerate(sizes, 1))
    given = sum(p * law[d] * min(k, level - d)
                for k, p in enumerate(sizes, 1) for d in range(level))
    short = excess(law, level)
    return {"unit_fill_rate": given / size, "EB": short, "EI": level - load * size + short}


def rq(demand, lead_time, point, quantity, holding, shortage, ordering):
    """(r,Q): position uniform on r + 1 .. r + Q."""
    law = poisson(demand * lead_time, 200)
    positions = range(point + 1, point + quantity + 1)
    stock = sum(below(law, y) for y in positions) / quantity
    short = sum(excess(law, y) for y in positions) / quantity
    orders = demand / quantity
    return {"fill_rate": sum(math.fsum(law[:y]) for y in positions) / quantity,
            "EI": stock, "EB": short, "order_rate": orders, "mean_wait": short / demand,
            "cost_rate": holding * stock + shortage * short + ordering * orders}


def lost_sales(demand, lead_time, level):
    """(S-1,S) with lost sales: Erlang B."""
    loss = mmck(demand, 1.0 / lead_time, level, level)
    return {"P_lost": loss["P_loss"], "fill_rate": 1.0 - loss["P_loss"],
            "EI": level - loss["mean_busy"]}


def newsvendor(mu, sd, holding, shortage, level):
    normal = NormalDist()
    z = (level - mu) / sd
    short = sd * (normal.pdf(z) - z * (1.0 - normal.cdf(z)))
    return {"S_star": mu + sd * normal.inv_cdf(shortage / (shortage + holding)),
            "cost": holding * (level - mu + short) + shortage * short,
            "expected_shortage": short, "expected_left": level - mu + short}


def review_ss(demand, point, level, holding, shortage, ordering):
    """Periodic (s,S), no lead time: renewal reward over the positions visited."""
    law = poisson(demand, level + 200)
    visits = {level: 1.0}
    for y in range(level, point, -1):
        share = visits.get(y, 0.0) / (1.0 - law[0])
        visits[y] = share
        for d in range(1, y - point):
            visits[y - d] = visits.get(y - d, 0.0) + share * law[d]
    periods = sum(visits[y] for y in range(point + 1, level + 1))
    cost = sum(visits[y] * (holding * below(law, y) + shortage * (demand - y + below(law, y)))
               for y in range(point + 1, level + 1))
    return {"cost_rate": (ordering + cost) / periods, "order_frequency": 1.0 / periods}


def stationary(start, step):
    """Stationary law of a Markov chain; step(state) gives [(probability, next state)]."""
    law, rows = {start: 1.0}, {}
    for _ in range(300):
        after = {}
        for state, p in law.items():
            if state not in rows:
                rows[state] = step(state)
            for q, follower in rows[state]:
                after[follower] = after.get(follower, 0.0) + p * q
        law = after
    return law


def periodic_lost_sales(demand, level, holding, shortage):
    """Lead time of two periods, base stock, lost sales; state: on hand, due next."""
    law = poisson(demand, level + 1)

    def step(state):
        usable, coming = state  # on hand after receipt, and what the next period brings
        rows = [(p, usable - d) for d, p in enumerate(law[:usable])]
        rows.append((1.0 - math.fsum(law[:usable]), 0))
        return [(p, (left + coming, level - usable - coming)) for p, left in rows]

    states = stationary((level, 0), step)
    left = sum(p * below(law, s[0]) for s, p in states.items())
    lost = sum(p * (demand - s[0] + below(law, s[0])) for s, p in states.items())
    return {"cost_rate": holding * left + shortage * lost, "lost_fraction": lost / demand}


def perishable_two_days(demand, level):
    """Life of two days, filled up to `level` every day, oldest first, lost sales."""
    law = poisson(demand, level + 1)

    def step(old):
        fresh = level - old
        rows = [(math.fsum(law[:old + 1]), fresh)]
        rows += [(law[old + k], fresh - k) for k in range(1, fresh)]
        rows.append((1.0 - math.fsum(p for p, _ in rows), 0))
        return rows

    states = stationary(0, step)
    waste = sum(p * below(law, old) for old, p in states.items())
    lost = demand - level + below(law, level)
    return {"waste_rate": waste, "lost_rate": lost, "order_rate": demand - lost + waste}


def review_normal(mu, sd, review, lead_time, level):
    """(R,S) with normal demand by the day; figures at the end of days."""
    normal = NormalDist()

    def short(days):
        deviation = sd * math.sqrt(days)
        z = (level - mu * days) / deviation
        return deviation * (normal.pdf(z) - z * (1.0 - normal.cdf(z)))

    days = range(lead_time + 1, lead_time + review + 1)
    eb = sum(short(d) for d in days) / review
    ready = sum(normal.cdf((level - mu * d) / sd / math.sqrt(d)) for d in days) / review
    last = lead_time + review
    return {"fill_rate": 1.0 - (short(last) - short(lead_time)) / (mu * review),
            "cycle_service": normal.cdf((level - mu * last) / sd / math.sqrt(last)),
            "ready_rate": ready, "EB": eb,
            "EI": eb + sum(level - mu * d for d in days) / review}


def eoq(demand, holding, ordering, quantity, unit):
    """Cost at Q with units of finite size: the stock is Q, Q - u, ..., u."""
    return {"cost": ordering * demand / quantity + holding * (quantity + unit) / 2.0}


def eoq_disruptions(demand, holding, ordering, shortage, failure, repair, quantity):
    """A cycle ends at the first moment without stock at which the supplier is up."""
    down = failure / (failure + repair) * (
        1.0 - math.exp(-(failure + repair) * quantity / demand))
    wait = down / repair
    length = quantity / demand + wait
    return {"cost_rate": (ordering + holding * quantity**2 / 2.0 / demand
                          + shortage * demand * wait) / length,
            "lost": wait / length, "served": quantity / demand / length}


# Yield and orders --------------------------------------------------------------------


def binomial_runs(need, good):
    """Runs of what is missing until all are good: the largest of geometric variables."""
    runs = math.fsum(1.0 - (1.0 - (1.0 - good)**k)**need for k in range(2000))
    return {"expected_runs": runs, "expected_started": need / good}


def feedback(arrival, service, back):
    """M/M/1 where a share goes back to the end of the queue."""
    load = arrival / (1.0 - back) / service
    jobs = load / (1.0 - load)
    return {"L": jobs, "mean_total_time": jobs / arrival, "utilisation": load}


def rework(good, again, time, rework_time, at_most):
    """Passes until good or scrap; a started unit, and the units started per good one."""
    passes = sum(((1.0 - good) * again)**k for k in range(at_most + 1))
    work = time + (passes - 1.0) * rework_time
    final = good * passes
    return {"final_yield": final, "mean_passes": passes, "time_per_started_unit": work,
            "starts_per_good_unit": 1.0 / final, "time_per_good_unit": work / final,
            "reworks_per_good_unit": (passes - 1.0) / final}


def moving_average_orders(stages, lead_time, window):
    """Var(orders) / Var(demand) when every stage follows a moving average of its orders.

    Order = demand + lead_time / window (demand - demand `window` periods ago): a filter,
    used once per stage on independent demand.
    """
    figures, weights, share = {}, [1.0], lead_time / window
    for stage in range(1, stages + 1):
        after = [0.0] * (len(weights) + window)
        for i, w in enumerate(weights):
            after[i] += (1.0 + share) * w
            after[i + window] -= share * w
        before = sum(w * w for w in weights)
        weights = after
        ratio = sum(w * w for w in weights)
        figures |= {f"stage{stage}": ratio, f"step{stage}": ratio / before}
    return figures


# Ledgers -----------------------------------------------------------------------------


def timeout_cutter(rate, timeout):
    """Wait until a block is cut, a fixed time after its first Poisson record."""
    load = rate * timeout
    return {"mean_wait": timeout * (1.0 + load / 2.0) / (1.0 + load)}


def block_cutter(rate, size, timeout):
    """The same when a block is also cut with its record number `size`.

    Renewal-reward over blocks: the first record waits for the cut, and each later one
    too. While n < size - 1 have come after the first, all of them wait.
    """
    load, last = rate * timeout, size - 1

    def chance(n):
        return math.exp(n * math.log(load) - load - math.lgamma(n + 1.0))

    def longer(n):
        """Integral from 0 to the timeout of P(N(t) = n): P(N(timeout) > n) / rate."""
        return (1.0 - math.fsum(chance(k) for k in range(n + 1))) / rate

    length = math.fsum(longer(n) for n in range(last))
    waiting = length + math.fsum(n * longer(n) for n in range(last))
    records = 1.0 + math.fsum(min(last, n) * chance(n) for n in range(size + 400))
    return {"mean_wait": waiting / records, "mean_block_size": records,
            "P_cut_by_timeout": math.fsum(chance(n) for n in range(last)),
            "block_rate": rate / records}


def batch_service(rate, size, form, build):
    """Records wait while a block of at most `size` is made up and then built, one at a time.

    `rate`, `form` and `build` are rates of exponential times.

    Balance of the states "pool of n while it is made up" and "pool of n while one is built", cut
    off at 1,500 records; the empty system, with which the former begin, has weight 1. An equation
    holds states up to `size` further on only, so that elimination stays near the diagonal.
    """
    last = 1500
    rows = []
    for n in range(last + 1):
        # State 2 n: pool of n while a block is made up, 0 = nothing is there; 2 n + 1: while one
        # is built.
        made = {2 * n: rate * (n < last) + form, 2 * n + 1: -build}
        if n > 0:
            made[2 * n - 2] = -rate
        built = {2 * n + 1: rate * (n < last) + build}
        if n > 0:
            built[2 * n - 1] = -rate
            if n + size <= last:
                built[2 * (n + size)] = -form
        else:
            built.update({2 * k: -form for k in range(1, size + 1)})
        rows += [made, built]
    rows[0] = {0: 1.0}
    right = [1.0] + [0.0] * (len(rows) - 1)
    for i, row in enumerate(rows):
        for j in range(i + 1, min(i + 4, len(rows))):
            factor = rows[j].pop(i, 0.0) / row[i]
            if factor != 0.0:
                for column, value in row.items():
                    if column != i:
                        rows[j][column] = rows[j].get(column, 0.0) - factor * value
                right[j] -= factor * right[i]
    weights = [0.0] * len(rows)
    for i in reversed(range(len(rows))):
        weights[i] = (right[i] - math.fsum(value * weights[column]
                                           for column, value in rows[i].items()
                                           if column > i)) / rows[i][i]
    pool = math.fsum((i // 2) * w for i, w in enumerate(weights)) / math.fsum(weights)
    return {"mean_pool": pool, "mean_in_block": rate / build,
            "mean_confirmation_time": pool / rate + 1.0 / build}


def quorum_latency(validators, replies, rate, phases):
    """Sum over phases of the k-th of n exponential replies."""
    steps = [1.0 / ((validators - i) * rate) for i in range(replies)]
    order = phases * math.fsum(steps)
    return {"mean_latency": order, "order": order,
            "sd": math.sqrt(phases * math.fsum(s * s for s in steps))}


def confirmations(interval, blocks, time):
    """Time of so many blocks of a Poisson process: Erlang."""
    def within(t):
        return 1.0 - math.fsum(poisson(t / interval, blocks))

    low, high = 0.0, 10.0 * interval * blocks
    for _ in range(200):
        middle = (low + high) / 2.0
        low, high = (middle, high) if within(middle) < 0.5 else (low, middle)
    return {"mean": blocks * interval, "sd": math.sqrt(blocks) * interval,
            "P_within_t": within(time), "median": low}


def quorum(members, needed, up):
    """So many of independent members at least are up: binomial."""
    return {"availability": math.fsum(
        math.comb(members, k) * up**k * (1.0 - up)**(members - k)
        for k in range(needed, members + 1))}


def mean_kinetic(temperatures, hours):
    """Mean kinetic temperature with dH/R = 10,000 K (Haynes 1971)."""
    rate = sum(h * math.exp(-1e4 / (t + 273.15)) for t, h in zip(temperatures, hours)) / sum(hours)
    return {"MKT": -1e4 / math.log(rate) - 273.15}


def newton(start, ambient, tau, limit, hours):
    """Warming by Newton's law: hours above the limit, and the temperature at the end."""
    passage = tau * math.log((ambient - start) / (ambient - limit))
    return {"hours_above": hours - passage,
            "temperature": ambient + (start - ambient) * math.exp(-hours / tau)}


def melting(conductance, ambient, melts, latent, capacity, start, limit, hours):
    """A pack that melts: hours above the limit after the hold time of three segments."""
    tau = capacity / conductance / 3600
    hold = (tau * math.log((ambient - start) / (ambient - melts))
            + latent / (conductance * (ambient - melts)) / 3600
            + tau * math.log((ambient - melts) / (ambient - limit)))
    after = hours - hold + tau * math.log((ambient - melts) / (ambient - limit))
    return {"hours_above": hours - hold,
            "temperature": ambient + (melts - ambient) * math.exp(-after / tau)}


def daily_swing(start, mean, amplitude, phase, tau, limit, hours):
    """Newton's law under a daily sinusoid; the load stays above the limit once it is there."""
    omega = math.pi / 12
    lag, swing = math.atan(omega * tau), amplitude / math.hypot(1, omega * tau)

    def load(t):
        forced = mean + swing * math.sin(omega * (t - phase) - lag)
        free = start - mean + swing * math.sin(omega * phase + lag)
        return forced + free * math.exp(-t / tau)

    low, high = 0.0, 12.0
    while high - low > 1e-12:
        middle = (low + high) / 2
        low, high = (middle, high) if load(middle) < limit else (low, middle)
    return {"hours_above": hours - low}


def ornstein_uhlenbeck(mean, sd, theta, limit, step):
    """How often a stationary Ornstein-Uhlenbeck process that is looked at every `step` is above.

    In two looks: above in the second only, by the midpoint rule over the first, beside above in
    the first.
    """
    normal, level = NormalDist(), (limit - mean) / sd
    above, together = 1.0 - normal.cdf(level), math.exp(-theta * step)
    width = math.sqrt(1.0 - together**2)
    count, low = 40000, -9.0
    slice_ = (level - low) / count
    up = slice_ * math.fsum(
        normal.pdf(x) * (1.0 - normal.cdf((level - together * x) / width))
        for x in (low + (i + 0.5) * slice_ for i in range(count)))
    return {"P_above": above, "P_above_in_two_looks": above + up,
            "logged_upcrossing_rate": up / step, "mean_logged_excursion": above / up * step}


def negative_binomial_below(shape, share, count):
    """P(N < count) of a negative binomial with mean shape * (1 - share) / share."""
    term, total = share**shape, 0.0
    for k in range(count):
        total += term
        term *= (shape + k) / (k + 1) * (1 - share)
    return total


def enrolment(centres, shape, beta, time, patients):
    """Poisson-gamma enrolment of centres that are all open (Anisimov and Fedorov 2007)."""
    sites = centres * shape
    return {"mean_n_t": sites * time / beta,
            "P_n_reached_by_t": 1 - negative_binomial_below(sites, beta / (beta + time), patients),
            "mean_time_to_n": patients * beta / (sites - 1),
            "zero_enrollers": (beta / (beta + time)) ** shape}


def staggered_enrolment(shape, beta, opens, time):
    return {"mean_n_t": shape / beta * sum(time - u for u in opens if u < time)}


def kit_buffer(rate, arms, time, buffer):
    """Each arm of a site sees Poisson patients: some arm wants more than its buffer."""
    return {"P_shortage": 1 - sum(poisson(rate * time / arms, buffer + 1)) ** arms}
