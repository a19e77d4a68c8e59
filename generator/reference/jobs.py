"""What the documentation says of methods that wait for a job."""

from __future__ import annotations

from dataclasses import dataclass

from generator.ir.api import Operation
from generator.ir.waiters import Waiter
from generator.naming.courses import WaiterNames
from generator.python.methods import until_over
from generator.python.waiters import ending, spoken
from generator.reference.markdown import code, link, table
from generator.reference.places import Book
from generator.reference.types import TypeTexts


@dataclass(frozen=True, slots=True)
class JobTexts:
    """Writes the parts of such a method; what it shares with its operation is there."""

    book: Book
    types: TypeTexts

    def description(self, operation: Operation, waiter: Waiter) -> str:
        """What the method does."""
        return until_over(waiter, self.book.names.places[operation.id].method)

    def parameters(self, operation: Operation, named: WaiterNames) -> str:
        """The arguments that the method has of its own."""
        return (
            f"Besides those of {self._method(operation)}: "
            f"{code(named.timeout)}, the seconds to wait at most (`None` waits for "
            f"ever), and {code(named.on_poll)}, called with each answer."
        )

    def returns(self, operation: Operation) -> str:
        """The answer that ends the wait."""
        type_ = self.types.cell(ending(operation))
        return f"**Returns** the answer that says that the job succeeded, {type_}."

    def errors(self, operation: Operation, waiter: Waiter, named: WaiterNames) -> str:
        """What the method raises of its own."""
        state = code(".".join(waiter.path))
        rows = [(code("errors.WaitTimeout"), "The time was up before that.")]
        if waiter.failure:
            when = f"{state} is {spoken(waiter.failure)}."
            rows.insert(0, (code(f"errors.{named.error}"), when))
        lead = f"**Errors**, besides those of {self._method(operation)}"
        return f"{lead}\n\n{table(('Exception', 'When'), rows)}"

    def _method(self, operation: Operation) -> str:
        anchor = self.book.places.methods[operation.id].partition("#")[2]
        return link(code(self.book.names.places[operation.id].method), f"#{anchor}")
