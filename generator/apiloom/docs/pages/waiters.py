"""Documentation of methods that wait for a job."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from apiloom.codegen.resources.docstrings import until_over
from apiloom.codegen.resources.waiters import ending, spoken
from apiloom.docs.link_targets import Book
from apiloom.docs.markdown import cell, code, either, link, table
from apiloom.docs.pages.types import TypeTexts
from apiloom.ir.api import Operation
from apiloom.ir.waiters import Waiter
from apiloom.naming.pagination import WaiterNames
from apiloom.text.markdown import Markdown, markdown

_PARAMETERS: Final = ("Name", "Type", "Description")


@dataclass(frozen=True, slots=True)
class JobTexts:
    """Writes the parts of such a method; what it shares with its operation is there."""

    book: Book
    types: TypeTexts

    def description(self, operation: Operation, waiter: Waiter) -> str:
        """Return the description of the method."""
        return until_over(waiter, self.book.names.places[operation.id].method)

    def parameters(self, operation: Operation, named: WaiterNames) -> Markdown:
        """The arguments that the method has of its own."""
        lead = markdown("In addition to the arguments of {}:", self._method(operation))
        rows = [
            (
                code(named.timeout),
                either(("float", "None")),
                markdown("The maximum wait in seconds; `None` waits forever."),
            ),
            (
                code(named.on_poll),
                markdown("function"),
                markdown("Called with the response of each poll."),
            ),
        ]
        return markdown("{}\n\n{}", lead, table(_PARAMETERS, rows))

    def returns(self, operation: Operation) -> Markdown:
        """The answer that ends the wait."""
        type_ = self.types.line(ending(operation))
        return markdown(
            "**Returns** {}: the last response, once the job has succeeded.", type_
        )

    def errors(
        self, operation: Operation, waiter: Waiter, named: WaiterNames
    ) -> Markdown:
        """Return the exceptions of the method itself."""
        state = code(".".join(waiter.path))
        late = markdown("The job did not end within the timeout.")
        rows = [(code("errors.WaitTimeout"), late)]
        if waiter.failure:
            when = markdown("{} is {}.", state, cell(spoken(waiter.failure)))
            rows.insert(0, (code(f"errors.{named.error}"), when))
        method = self._method(operation)
        lead = markdown("In addition to the errors of {}:", method)
        return markdown("{}\n\n{}", lead, table(("Exception", "When"), rows))

    def _method(self, operation: Operation) -> Markdown:
        page = self.book.places.methods[operation.id].rpartition("/")[2]
        return link(code(self.book.names.places[operation.id].method), page)
