// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace Spritarium {

class Accounts;
class Actions;
class ActivityModel;
class CheckpointTimelineModel;
class MainWindow;
class OperationDesk;
class Selection;
class Settings;
class SpriteFilter;
class SpriteTreeModel;
class Stores;

//! What the wiring files connect with each other. Made and owned by Workbench; every part lives as long as it
//! does.
struct Parts
{
    Settings &settings;
    Stores &stores;
    Accounts &accounts;
    OperationDesk &desk;
    Actions &actions;
    Selection &selection;
    SpriteTreeModel &tree;
    SpriteFilter &filter;
    CheckpointTimelineModel &timeline;
    ActivityModel &activity;
    MainWindow &window;
};

} // namespace Spritarium
