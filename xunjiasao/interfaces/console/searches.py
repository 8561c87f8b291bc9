"""Searches of the desks' lists: posted, then led to an address that tells nobody's name or telephone."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from xunjiasao.interfaces.entry import words
from xunjiasao.interfaces.entry.routes import actor_of

NARROWING = ("stage", "on", "trust", "county", "firm")
MOST = 40


def lead(request: HttpRequest, at: str) -> HttpResponse:
    """Lead a posted search to the list that it narrows."""
    said = {name: request.POST.get(name, "")[:MOST] for name in NARROWING}
    said["q"] = words.sealed(request.POST.get("q", ""), actor_of(request))
    kept = {name: value for name, value in said.items() if value}
    return redirect(f"{reverse(f'console:{at}')}{'?' if kept else ''}{urlencode(kept)}")


def asked(request: HttpRequest, **otherwise: str) -> dict[str, str]:
    """Read how a list is narrowed; words stay as the address has them.

    :param otherwise: what each name is when nothing was said
    """
    most = {"q": words.MOST_SEALED}
    return {name: request.GET.get(name, usual)[: most.get(name, MOST)] for name, usual in otherwise.items()}
