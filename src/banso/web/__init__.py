"""The design system: tokens, components, base pages, forms, lists, errors.

Pages extend ``work.html`` (staff) or ``public.html`` (firms) and fill the blocks ``title``, ``crumbs``
(``<li>`` elements), ``h1``, ``sub`` (one line of state), ``acts`` (buttons, one of them ``.btn.go``),
``before`` (over both columns), ``content`` and ``aside``.
A block left empty leaves nothing behind; without ``aside`` the content takes the whole width.

- ``forms``: bases, fields and filters; ``fields`` what they are made of; ``normalise`` what people type.
- ``acts``: pages on which somebody does one thing to one record.
- ``lists``: ``RecordList`` and ``Column``.
- ``templatetags.banso``: tags and filters that every template has; ``formats`` the same as functions.
- ``navigation``, ``context``: the frame of every page. ``errors``, ``uploads``: what went wrong.
- ``messages``: the catalogues of translations, as a command.
"""
