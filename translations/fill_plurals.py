#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Spritarium authors
# SPDX-License-Identifier: Apache-2.0
"""Fills the English plural forms that are still empty: "%n file(s)" becomes "%n file" and "%n files".

What does not follow that rule is written by hand into spritarium_en.ts and stays as it is.
"""
import pathlib
import xml.etree.ElementTree as tree

path = pathlib.Path(__file__).with_name("spritarium_en.ts")
document = tree.parse(path)
for message in document.iter("message"):
    translation = message.find("translation")
    forms = translation.findall("numerusform")
    if message.get("numerus") != "yes" or all(form.text for form in forms) and len(forms) == 2:
        continue
    source = message.findtext("source")
    for form in forms:
        translation.remove(form)
    tree.SubElement(translation, "numerusform").text = source.replace("(s)", "").replace("(es)", "")
    tree.SubElement(translation, "numerusform").text = source.replace("(s)", "s").replace("(es)", "es")
    translation.attrib.pop("type", None)
tree.indent(document, "    ")
with open(path, "w", encoding="utf-8") as out:
    out.write('<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n')
    out.write(tree.tostring(document.getroot(), encoding="unicode") + "\n")
