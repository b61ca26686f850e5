"""A backlog embedded on a Ray cluster: the only module that imports `ray` (extra `ray`), as its package says."""

from __future__ import annotations

import socket
from collections.abc import Callable, Sequence

import numpy as np
import ray
from ray.actor import ActorHandle
from ray.exceptions import RayError, RayTaskError
from ray.util import ActorPool

from vectorstore.embedding import Embedder, Vectors
from vectorstore.errors import EmbeddingError

Make = Callable[[], Embedder]  # builds the embedder on a machine of the cluster; sent there by its name
_PART = 32  # passages a worker is given at a time: about a second's work
_RESTARTS = 3  # of a worker that was lost, on another machine if need be, and of the part it had in hand
_REACH_SECONDS = 5.0
_START_SECONDS = 300.0  # the first time, each machine converts the model


class _Worker:
    """Lives on the cluster: one processor, one model, loaded once."""

    def __init__(self, make: Make) -> None:
        self._embedder = make()

    def digest(self) -> str:
        return self._embedder.digest

    def embed(self, texts: Sequence[str]) -> Vectors:
        return self._embedder.embed_passages(texts)


class RayEmbedder:
    """An embedder whose passages are embedded on a cluster; questions, name, digest and dimension are those of
    the local one, and the vectors are the same."""

    def __init__(self, local: Embedder, address: str, make: Make) -> None:
        """Connect to the running cluster at `address`, such as `host:6379`, of which this machine is a part.

        A worker is started for each processor that is free; it has `make` build what `local` is here. Stays
        connected until `close`. Raises EmbeddingError when the cluster cannot be reached or has other models.
        """
        self._local = local
        self._address = address
        _reach(address)
        try:
            ray.init(address=address, configure_logging=False, log_to_driver=False)
            self._workers, digests = _start_workers(make)
        except (ConnectionError, RuntimeError, ValueError, OSError, RayError) as error:
            ray.shutdown()
            raise self._translated(error) from error
        if digests != {local.digest}:
            ray.shutdown()
            raise EmbeddingError(
                f"Ray 集群 {address} 上的向量模型与本机的不同：请在集群各机装上同一版本的程序，用同一个模型。"
                if digests
                else f"Ray 集群 {address} 没有空闲的处理器：请等别的任务结束，或给集群加机器，再重新运行。"
            )

    @property
    def name(self) -> str:
        """Name of the local embedder."""
        return self._local.name

    @property
    def digest(self) -> str:
        """Digest of the local embedder, which every worker has confirmed."""
        return self._local.digest

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return self._local.dimension

    def embed_question(self, text: str) -> Vectors:
        """Float32 array of shape (dimension,); embedded here. Raises EmbeddingError."""
        return self._local.embed_question(text)

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Float32 array of shape (len(texts), dimension), in the order of the texts.

        What a lost worker had in hand is embedded by another. Raises EmbeddingError.
        """
        parts = [tuple(texts[start : start + _PART]) for start in range(0, len(texts), _PART)]
        vectors = np.empty((len(texts), self.dimension), np.float32)
        try:
            found = ActorPool(self._workers).map(lambda worker, part: worker.embed.remote(part), parts)
            for at, rows in enumerate(found):
                vectors[at * _PART : at * _PART + len(rows)] = rows
        except (ConnectionError, RuntimeError, OSError, RayError) as error:
            raise self._translated(error) from error
        return vectors

    def close(self) -> None:
        """Give the processors back and disconnect."""
        ray.shutdown()

    def _translated(self, error: Exception) -> EmbeddingError:
        if isinstance(error, RayTaskError) and isinstance(error.cause, EmbeddingError):
            return error.cause
        lines = [line.strip() for line in str(error).splitlines() if line.strip()]
        reason = lines[-1] if lines else type(error).__name__  # where Ray sends a traceback, its end
        return EmbeddingError(
            f"Ray 集群 {self._address} 出错（{reason[:200]}）：请用 ray status 检查集群，确认各机的 Python、ray 和本程序"
            "版本相同；重新运行会接着做，已经算好的向量都在。"
        )


def _start_workers(make: Make) -> tuple[list[ActorHandle], set[str]]:
    """The workers that came up in time, and the digests of their models."""
    free: dict[str, float] = ray.available_resources()
    processors = max(1, int(free.get("CPU", 0)))
    remote = ray.remote(num_cpus=1, max_restarts=_RESTARTS, max_task_retries=_RESTARTS)(_Worker)
    started = [remote.remote(make) for _ in range(processors)]
    asked = {worker.digest.remote(): worker for worker in started}
    ready, late = ray.wait(list(asked), num_returns=len(asked), timeout=_START_SECONDS)
    for digest in late:  # somebody else has taken the processor
        ray.kill(asked[digest])
    return [asked[digest] for digest in ready], set(ray.get(ready))


def _reach(address: str) -> None:
    """Raises EmbeddingError where nobody listens at once: Ray itself tries for minutes."""
    host, _, port = address.rpartition(":")
    try:
        socket.create_connection((host, int(port)), timeout=_REACH_SECONDS).close()
    except (OSError, ValueError) as error:
        raise EmbeddingError(
            f"连不上 Ray 集群 {address}（{error}）：请确认它在运行（ray start --head），地址写成 主机:6379。"
        ) from error
