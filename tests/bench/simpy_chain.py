# SPDX-License-Identifier: Apache-2.0
"""The chain of two-echelon.yaml with SimPy (Debian: python3-simpy3), times in days.

Both stocks order up to a level whenever their inventory position (on hand - backorders + on
order) has fallen to the reorder point; orders are filled first come, first served, in parts
where the stock is short. What leaves in one instant travels together; a later truck may
overtake an earlier one.
"""
import random
from collections import deque

import simpy

WARMUP, HORIZON, COOLDOWN = 400.0, 4000.0, 100.0


class Level:
    """Time average of a number from WARMUP to the end of the horizon."""

    def __init__(self, env, value):
        self.env, self.value, self.since, self.area = env, value, 0.0, 0.0

    def add(self, change):
        self.settle()
        self.value += change

    def settle(self):
        begin = max(self.since, WARMUP)
        end = min(self.env.now, WARMUP + HORIZON)
        if end > begin:
            self.area += self.value * (end - begin)
        self.since = self.env.now

    def mean(self):
        self.settle()
        return self.area / HORIZON


class Stock:
    def __init__(self, env, reorder_point, order_up_to, supplier):
        self.env, self.supplier = env, supplier
        self.reorder_point, self.order_up_to = reorder_point, order_up_to
        self.on_hand = Level(env, order_up_to)
        self.backorders = Level(env, 0)
        self.on_order = 0
        self.orders = 0
        self.backlog = deque()  # [quantity left, function that takes a part]

    def ask(self, quantity, take):
        """Returns what is filled at once."""
        self.backlog.append([quantity, take])
        self.backorders.add(quantity)
        free = max(0, self.on_hand.value - (self.backorders.value - quantity))
        self.issue()
        self.review()
        return min(quantity, free)

    def issue(self):
        while self.backlog and self.on_hand.value > 0:
            order = self.backlog[0]
            part = min(order[0], self.on_hand.value)
            self.on_hand.add(-part)
            self.backorders.add(-part)
            order[0] -= part
            if order[0] == 0:
                self.backlog.popleft()
            order[1](part, order[0] == 0)

    def review(self):
        position = self.on_hand.value - self.backorders.value + self.on_order
        if position <= self.reorder_point:
            quantity = self.order_up_to - position
            self.on_order += quantity
            if WARMUP <= self.env.now < WARMUP + HORIZON:
                self.orders += 1
            self.supplier(quantity)

    def receive(self, quantity):
        self.on_order -= quantity
        self.on_hand.add(quantity)
        self.issue()
        self.review()


class Demand:
    def __init__(self, env, stock, draw):
        self.env, self.stock, self.draw = env, stock, draw
        self.count, self.waited = 0, 0.0
        self.demanded, self.at_once = 0, 0
        env.process(self.customers())

    def customers(self):
        while True:
            yield self.env.timeout(self.draw.expovariate(20.0))
            size = self.draw.choices((1, 2, 5), (5, 3, 2))[0]
            placed = self.env.now
            at_once = self.stock.ask(size, lambda _, done, at=placed: self.take(at, done))
            if self.is_counted(placed):
                self.demanded += size
                self.at_once += at_once

    def is_counted(self, placed):
        return WARMUP <= placed < WARMUP + HORIZON

    def take(self, placed, is_complete):
        if is_complete and self.is_counted(placed):
            self.count += 1
            self.waited += self.env.now - placed


class Truck:
    def __init__(self, env, transit):
        self.env, self.transit, self.load = env, transit, 0

    def send(self, quantity, stock):
        self.load += quantity
        if self.load == quantity:
            self.env.process(self.trip(stock))

    def trip(self, stock):
        """Begins when everything that happens in this instant has happened."""
        load, self.load = self.load, 0
        yield self.env.timeout(self.transit())
        stock.receive(load)


def gamma(draw, mean, cv):
    return draw.gammavariate(1 / cv**2, mean * cv**2)


def simulate(seed):
    env = simpy.Environment()
    draw = random.Random(seed)

    truck = Truck(env, lambda: gamma(draw, 2, 0.4))

    def supply(quantity):
        yield env.timeout(gamma(draw, 6, 0.5))
        central.receive(quantity)

    def order_of_depot(quantity):
        central.ask(quantity, lambda part, _: truck.send(part, depot))

    central = Stock(env, 300, 600, lambda quantity: env.process(supply(quantity)))
    depot = Stock(env, 110, 230, order_of_depot)
    demand = Demand(env, depot, draw)
    env.run(until=WARMUP + HORIZON + COOLDOWN)
    return {
        "demand.customers lead_time": demand.waited / demand.count,
        "demand.customers fill_rate": demand.at_once / demand.demanded,
        "demand.customers orders": demand.count,
        "sites.central.stock.kit on_hand": central.on_hand.mean(),
        "sites.central.stock.kit backorders": central.backorders.mean(),
        "sites.central.stock.kit orders": central.orders,
        "sites.depot.stock.kit on_hand": depot.on_hand.mean(),
        "sites.depot.stock.kit backorders": depot.backorders.mean(),
        "sites.depot.stock.kit orders": depot.orders,
    }
