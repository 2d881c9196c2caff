"""What must hold across records: references resolve, values are in range, words are whole."""

from midstance.knowledge.check.base import KnowledgeBase, read_knowledge_base
from midstance.knowledge.check.every import problems

__all__ = ["KnowledgeBase", "problems", "read_knowledge_base"]
