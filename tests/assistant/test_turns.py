from __future__ import annotations

import threading

from assistant.turns import Turns

PATIENCE = 10.0  # seconds


def test_no_more_than_so_many_are_in_at_a_time() -> None:
    turns = Turns(2)
    inside, most, lock = 0, 0, threading.Lock()
    both = threading.Barrier(2)  # the first two only pass it together

    def work(number: int) -> None:
        nonlocal inside, most
        with turns:
            with lock:
                inside += 1
                most = max(most, inside)
            if number < 2:
                both.wait(PATIENCE)
            with lock:
                inside -= 1

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads[:2]:
        thread.start()
    for thread in threads[2:]:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    assert (inside, most) == (0, 2)


def test_who_waits_gets_in_in_the_order_they_came_and_a_failure_gives_the_place_back() -> None:
    turns = Turns(1)
    order: list[int] = []

    def work(number: int) -> None:
        try:
            with turns:
                order.append(number)
                raise ValueError(number)
        except ValueError:
            pass

    threads = [threading.Thread(target=work, args=(number,)) for number in range(5)]
    with turns:
        for thread in threads:
            thread.start()
            # Waiting, it has nothing left to do: the next one comes later.
            thread.join(0.05)
        assert order == []
    for thread in threads:
        thread.join(PATIENCE)
    assert order == [0, 1, 2, 3, 4]
    with turns:
        order.append(5)
    assert order[-1] == 5
