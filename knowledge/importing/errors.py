"""What can go wrong with a file that is to be imported."""

from pathlib import Path


class ImportFileError(Exception):
    """A file cannot be read as a whole; says which file, why, and what to do about it.

    Attributes:
        file: the file's name, without its folder.
        problem: what is wrong with it, in Chinese.
        fix: what a person can do, a Chinese sentence.
    """

    def __init__(self, path: Path, problem: str, fix: str) -> None:
        self.file = path.name
        self.problem = problem
        self.fix = fix
        super().__init__(f"{self.file}：{problem}。{fix}")
