"""Fill the templates of the PDF and the EPUB; a name that nothing stands for stops the build."""

import traceback
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, UndefinedError

from edition.tables import DataError, values


class Templates:
    """The templates of one folder, with a filter that writes a day in words."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.environment = Environment(
            loader=FileSystemLoader(folder),
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            undefined=StrictUndefined,
        )
        self.environment.filters["day"] = lambda day: values.when(str(day))

    def fill(self, name: str, **values) -> str:
        """Return the text of a template with these values.

        DataError, with file and line, where it names what is not among them.
        """
        try:
            return self.environment.get_template(name).render(values)
        except UndefinedError as error:
            line = [
                frame.lineno
                for frame in traceback.extract_tb(error.__traceback__)
                if Path(frame.filename) == self.folder / name
            ][-1]
            raise DataError(f"{self.folder / name}, line {line}: {error}") from error
