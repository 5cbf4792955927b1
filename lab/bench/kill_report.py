"""What `./run bench kill` found."""

from dataclasses import dataclass, field


@dataclass
class Report:
    calls: int = 0
    same: int = 0
    marked: int = 0
    unseen: int = 0
    guessed: int = 0
    kills: int = 0
    stops: int = 0
    cuts: int = 0
    ears: int = 0
    seconds: float = 0.0
    unwritten_seconds: float = 0.0
    wrong: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        lines = [
            f"calls                 {self.calls}",
            f"as undisturbed        {self.same}",
            f"marked as estimated   {self.marked}, of calls touched by a gap in the link",
            f"unseen                {self.unseen}, began while there was no link, and ended so or called no hotline",
            f"guessed               {self.guessed}, internal calls that a snapshot seemed to show; marked, not counted",
            f"killed or stopped     service {self.kills}, PostgreSQL {self.stops}, link {self.cuts}, ear {self.ears}",
            f"unwritten             {self.unwritten_seconds:.2f} s at most, said and on no disk when a gap began",
            f"took                  {self.seconds:.0f} s",
            f"wrong                 {len(self.wrong)} (reach: 0)",
            *self.wrong[:20],
        ]
        return "\n".join(lines)
