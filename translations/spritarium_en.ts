<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
    <context>
        <name>Spritarium::CheckpointPopover</name>
        <message numerus="yes">
            <source>%n characters left</source>
            <translation>
                <numerusform>%n character left</numerusform>
                <numerusform>%n characters left</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Spritarium::DeleteSpriteSheet</name>
        <message numerus="yes">
            <source>Delete %n sprites?</source>
            <translation>
                <numerusform>Delete %n sprite?</numerusform>
                <numerusform>Delete %n sprites?</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>All files and checkpoints of %n sprite(s) are deleted. This cannot be undone.</source>
            <translation>
                <numerusform>All files and checkpoints of %n sprite are deleted. This cannot be undone.</numerusform>
                <numerusform>All files and checkpoints of %n sprites are deleted. This cannot be undone.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Delete %n sprite(s)</source>
            <translation>
                <numerusform>Delete %n sprite</numerusform>
                <numerusform>Delete %n sprites</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n checkpoint(s)</source>
            <translation>
                <numerusform>%n checkpoint</numerusform>
                <numerusform>%n checkpoints</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n forward(s)</source>
            <translation>
                <numerusform>%n forward</numerusform>
                <numerusform>%n forwards</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Spritarium::EgressDraftBar</name>
        <message numerus="yes">
            <source>%n change(s) not applied</source>
            <translation>
                <numerusform>%n change not applied</numerusform>
                <numerusform>%n changes not applied</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n name(s) change verdict</source>
            <translation>
                <numerusform>%n name changes verdict</numerusform>
                <numerusform>%n names change verdict</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Spritarium::EgressPanel</name>
        <message numerus="yes">
            <source>%n name(s) left out. %1</source>
            <translation>
                <numerusform>%n name left out. %1</numerusform>
                <numerusform>%n names left out. %1</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Spritarium::LabelsSheet</name>
        <message numerus="yes">
            <source>Labels of %n sprites</source>
            <translation>
                <numerusform>Labels of %n sprite</numerusform>
                <numerusform>Labels of %n sprites</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Spritarium::MainWindow</name>
        <message numerus="yes">
            <source>%1 · %n operation(s) running</source>
            <translation>
                <numerusform>%1 · %n operation running</numerusform>
                <numerusform>%1 · %n operations running</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Spritarium::OverviewPanel</name>
        <message numerus="yes">
            <source>%n checkpoint(s) in all</source>
            <translation>
                <numerusform>%n checkpoint in all</numerusform>
                <numerusform>%n checkpoints in all</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Spritarium::PlaygroundProcess</name>
        <message numerus="yes">
            <source>it did not answer within %n s</source>
            <translation>
                <numerusform>it did not answer within %n s</numerusform>
                <numerusform>it did not answer within %n s</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Spritarium::PortForwardModel</name>
        <message numerus="yes">
            <source>A name has at most %n character(s).</source>
            <translation>
                <numerusform>A name has at most %n character.</numerusform>
                <numerusform>A name has at most %n characters.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n open</source>
            <comment>connections</comment>
            <translation>
                <numerusform>%n open</numerusform>
                <numerusform>%n open</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>idle %n min</source>
            <translation>
                <numerusform>idle %n min</numerusform>
                <numerusform>idle %n min</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>idle %n h</source>
            <translation>
                <numerusform>idle %n h</numerusform>
                <numerusform>idle %n h</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>idle %n d</source>
            <translation>
                <numerusform>idle %n d</numerusform>
                <numerusform>idle %n d</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n connection(s)</source>
            <translation>
                <numerusform>%n connection</numerusform>
                <numerusform>%n connections</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Spritarium::PortSpecs</name>
        <message numerus="yes">
            <source>A name has at most %n character(s).</source>
            <translation>
                <numerusform>A name has at most %n character.</numerusform>
                <numerusform>A name has at most %n characters.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Spritarium::RelativeTime</name>
        <message numerus="yes">
            <source>%n s ago</source>
            <translation>
                <numerusform>%n s ago</numerusform>
                <numerusform>%n s ago</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n min ago</source>
            <translation>
                <numerusform>%n min ago</numerusform>
                <numerusform>%n min ago</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n h ago</source>
            <translation>
                <numerusform>%n h ago</numerusform>
                <numerusform>%n h ago</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n d ago</source>
            <translation>
                <numerusform>%n d ago</numerusform>
                <numerusform>%n d ago</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n month(s) ago</source>
            <translation>
                <numerusform>%n month ago</numerusform>
                <numerusform>%n months ago</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Spritarium::RestoreFlow</name>
        <message numerus="yes">
            <source>Restored %1. %n thing(s) need a look.</source>
            <translation>
                <numerusform>Restored %1. %n thing needs a look.</numerusform>
                <numerusform>Restored %1. %n things need a look.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Egress rules changed with this restore: %n rule(s) fewer.</source>
            <translation>
                <numerusform>Egress rules changed with this restore: %n rule fewer.</numerusform>
                <numerusform>Egress rules changed with this restore: %n rules fewer.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Egress rules changed with this restore: %n rule(s) more.</source>
            <translation>
                <numerusform>Egress rules changed with this restore: %n rule more.</numerusform>
                <numerusform>Egress rules changed with this restore: %n rules more.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Spritarium::RowPainter</name>
        <message numerus="yes">
            <source>+%n branches</source>
            <translation>
                <numerusform>+%n branch</numerusform>
                <numerusform>+%n branches</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Spritarium::SpriteHeader</name>
        <message numerus="yes">
            <source>+%n</source>
            <translation>
                <numerusform>+%n</numerusform>
                <numerusform>+%n</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Spritarium::SpriteName</name>
        <message numerus="yes">
            <source>A name has at most %n character(s), or its web address would not work.</source>
            <translation>
                <numerusform>A name has at most %n character, or its web address would not work.</numerusform>
                <numerusform>A name has at most %n characters, or its web address would not work.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Spritarium::TreeFooter</name>
        <message numerus="yes">
            <source>Updates every %n s</source>
            <translation>
                <numerusform>Updates every %n s</numerusform>
                <numerusform>Updates every %n s</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n selected</source>
            <translation>
                <numerusform>%n selected</numerusform>
                <numerusform>%n selected</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Spritarium::PortAddField</name>
        <message numerus="yes">
            <source>%1 and %n more</source>
            <translation>
                <numerusform>%1 and %n more</numerusform>
                <numerusform>%1 and %n more</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Spritarium::PortSetSheet</name>
        <message numerus="yes">
            <source>Save %n forward(s) as a set</source>
            <translation>
                <numerusform>Save %n forward as a set</numerusform>
                <numerusform>Save %n forwards as a set</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Spritarium::PortTable</name>
        <message numerus="yes">
            <source>%n address(es)</source>
            <translation>
                <numerusform>%n address</numerusform>
                <numerusform>%n addresses</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Spritarium::QuitForwardsSheet</name>
        <message numerus="yes">
            <source>%n forward(s) carry connections.</source>
            <translation>
                <numerusform>%n forward carries connections.</numerusform>
                <numerusform>%n forwards carry connections.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Spritarium::BulkRun</name>
        <message numerus="yes">
            <source>The egress rules were applied to %n sprite(s).</source>
            <translation>
                <numerusform>The egress rules were applied to %n sprite.</numerusform>
                <numerusform>The egress rules were applied to %n sprites.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>On %n sprite(s) they were not, or it is not known.</source>
            <translation>
                <numerusform>On %n sprite they were not, or it is not known.</numerusform>
                <numerusform>On %n sprites they were not, or it is not known.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Spritarium::Expectation</name>
        <message numerus="yes">
            <source>%1 of %n hold</source>
            <translation>
                <numerusform>%1 of %n holds</numerusform>
                <numerusform>%1 of %n hold</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Spritarium::PolicyDiff</name>
        <message numerus="yes">
            <source>%n added</source>
            <translation>
                <numerusform>%n added</numerusform>
                <numerusform>%n added</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n removed</source>
            <translation>
                <numerusform>%n removed</numerusform>
                <numerusform>%n removed</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n moved</source>
            <translation>
                <numerusform>%n moved</numerusform>
                <numerusform>%n moved</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Spritarium::PolicySummary</name>
        <message numerus="yes">
            <source>Restricted. Everything is blocked except %n rule(s).</source>
            <translation>
                <numerusform>Restricted. Everything is blocked except %n rule.</numerusform>
                <numerusform>Restricted. Everything is blocked except %n rules.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Restricted. Everything is blocked except %n rule(s) and the development defaults.</source>
            <translation>
                <numerusform>Restricted. Everything is blocked except %n rule and the development defaults.</numerusform>
                <numerusform>Restricted. Everything is blocked except %n rules and the development defaults.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Open. Everything is reachable except the names of %n rule(s).</source>
            <translation>
                <numerusform>Open. Everything is reachable except the names of %n rule.</numerusform>
                <numerusform>Open. Everything is reachable except the names of %n rules.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Spritarium::PolicyCommand</name>
        <message numerus="yes">
            <source>Add %n rule(s)</source>
            <translation>
                <numerusform>Add %n rule</numerusform>
                <numerusform>Add %n rules</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Remove %n rule(s)</source>
            <translation>
                <numerusform>Remove %n rule</numerusform>
                <numerusform>Remove %n rules</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Move %n rule(s)</source>
            <translation>
                <numerusform>Move %n rule</numerusform>
                <numerusform>Move %n rules</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Spritarium::PolicyRuleModel</name>
        <message numerus="yes">
            <source>Development defaults — denies about %n names</source>
            <translation>
                <numerusform>Development defaults — denies about %n names</numerusform>
                <numerusform>Development defaults — denies about %n names</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Development defaults — allows about %n names</source>
            <translation>
                <numerusform>Development defaults — allows about %n names</numerusform>
                <numerusform>Development defaults — allows about %n names</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Spritarium::ApplySheet</name>
        <message numerus="yes">
            <source>and %n more</source>
            <translation>
                <numerusform>and %n more</numerusform>
                <numerusform>and %n more</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Spritarium::BulkApplyModel</name>
        <message numerus="yes">
            <source>%n expectation(s) fail</source>
            <translation>
                <numerusform>%n expectation fails</numerusform>
                <numerusform>%n expectations fail</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n expectation(s) depend on the reading</source>
            <translation>
                <numerusform>%n expectation depends on the reading</numerusform>
                <numerusform>%n expectations depend on the reading</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Spritarium::BulkApplySheet</name>
        <message numerus="yes">
            <source>Apply egress rules to %n sprite(s)</source>
            <translation>
                <numerusform>Apply egress rules to %n sprite</numerusform>
                <numerusform>Apply egress rules to %n sprites</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n sprite(s) asleep.</source>
            <translation>
                <numerusform>%n sprite asleep.</numerusform>
                <numerusform>%n sprites asleep.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n sprite(s) to go. Closing this does not stop it.</source>
            <translation>
                <numerusform>%n sprite to go. Closing this does not stop it.</numerusform>
                <numerusform>%n sprites to go. Closing this does not stop it.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n applied</source>
            <translation>
                <numerusform>%n applied</numerusform>
                <numerusform>%n applied</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n applied, but reading back shows something else</source>
            <translation>
                <numerusform>%n applied, but reading back shows something else</numerusform>
                <numerusform>%n applied, but reading back shows something else</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n failed</source>
            <translation>
                <numerusform>%n failed</numerusform>
                <numerusform>%n failed</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n unknown</source>
            <translation>
                <numerusform>%n unknown</numerusform>
                <numerusform>%n unknown</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n canceled</source>
            <translation>
                <numerusform>%n canceled</numerusform>
                <numerusform>%n canceled</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n to look at</source>
            <translation>
                <numerusform>%n to look at</numerusform>
                <numerusform>%n to look at</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n skipped</source>
            <translation>
                <numerusform>%n skipped</numerusform>
                <numerusform>%n skipped</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Apply to %n sprite(s)</source>
            <translation>
                <numerusform>Apply to %n sprite</numerusform>
                <numerusform>Apply to %n sprites</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Spritarium::GoBackBar</name>
        <message numerus="yes">
            <source>New rules go back in %n second(s)</source>
            <translation>
                <numerusform>New rules go back in %n second</numerusform>
                <numerusform>New rules go back in %n seconds</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Spritarium::OrderProofSheet</name>
        <message numerus="yes">
            <source>and %n more</source>
            <translation>
                <numerusform>and %n more</numerusform>
                <numerusform>and %n more</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Spritarium::PolicyConflictView</name>
        <message numerus="yes">
            <source>%1 And %n more.</source>
            <translation>
                <numerusform>%1 And %n more.</numerusform>
                <numerusform>%1 And %n more.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Spritarium::PolicyDiffModel</name>
        <message numerus="yes">
            <source>%n rule(s) unchanged</source>
            <translation>
                <numerusform>%n rule unchanged</numerusform>
                <numerusform>%n rules unchanged</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Spritarium::VerdictChangeList</name>
        <message numerus="yes">
            <source>and %n more</source>
            <translation>
                <numerusform>and %n more</numerusform>
                <numerusform>and %n more</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Spritarium::AwakeWiring</name>
        <message numerus="yes">
            <source>%n connections through port %1</source>
            <translation>
                <numerusform>%n connection through port %1</numerusform>
                <numerusform>%n connections through port %1</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Spritarium::PortsPanel</name>
        <message numerus="yes">
            <source>Again in %n s</source>
            <translation>
                <numerusform>Again in %n s</numerusform>
                <numerusform>Again in %n s</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Spritarium::PortsCard</name>
        <message numerus="yes">
            <source>and %n more</source>
            <translation>
                <numerusform>and %n more</numerusform>
                <numerusform>and %n more</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Spritarium::PortsWiring</name>
        <message numerus="yes">
            <source>Removed %n forwards.</source>
            <translation>
                <numerusform>Removed %n forward.</numerusform>
                <numerusform>Removed %n forwards.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Spritarium::AwakeLine</name>
        <message numerus="yes">
            <source>%n more reason(s) to be awake</source>
            <translation>
                <numerusform>%n more reason to be awake</numerusform>
                <numerusform>%n more reasons to be awake</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Spritarium::BulkCheckpoint</name>
        <message numerus="yes">
            <source>Created %n checkpoint(s).</source>
            <translation>
                <numerusform>Created %n checkpoint.</numerusform>
                <numerusform>Created %n checkpoints.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Created %1 of %n checkpoint(s). Activity tells of the others.</source>
            <translation>
                <numerusform>Created %1 of %n checkpoint. Activity tells of the others.</numerusform>
                <numerusform>Created %1 of %n checkpoints. Activity tells of the others.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Created %1 of %n checkpoint(s).</source>
            <translation>
                <numerusform>Created %1 of %n checkpoint.</numerusform>
                <numerusform>Created %1 of %n checkpoints.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n of them were not begun.</source>
            <translation>
                <numerusform>%n of them were not begun.</numerusform>
                <numerusform>%n of them were not begun.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Spritarium::KeepAwake</name>
        <message numerus="yes">
            <source>Taking a hold of %n sprite(s)…</source>
            <translation>
                <numerusform>Taking a hold of %n sprite…</numerusform>
                <numerusform>Taking a hold of %n sprites…</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%1 of %n sprite(s) are kept awake until %2.</source>
            <translation>
                <numerusform>%1 of %n sprite is kept awake until %2.</numerusform>
                <numerusform>%1 of %n sprites are kept awake until %2.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n sprite(s) are kept awake until %1.</source>
            <translation>
                <numerusform>%n sprite is kept awake until %1.</numerusform>
                <numerusform>%n sprites are kept awake until %1.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n sprite(s) may fall asleep again.</source>
            <translation>
                <numerusform>%n sprite may fall asleep again.</numerusform>
                <numerusform>%n sprites may fall asleep again.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Spritarium::SpriteTree</name>
        <message numerus="yes">
            <source>%n forward(s)</source>
            <translation>
                <numerusform>%n forward</numerusform>
                <numerusform>%n forwards</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Spritarium::BulkCheckpointSheet</name>
        <message numerus="yes">
            <source>Checkpoint of %n sprite(s)</source>
            <translation>
                <numerusform>Checkpoint of %n sprite</numerusform>
                <numerusform>Checkpoint of %n sprites</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n of them sleep and are woken, which starts billing.</source>
            <translation>
                <numerusform>%n of them sleeps and is woken, which starts billing.</numerusform>
                <numerusform>%n of them sleep and are woken, which starts billing.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Create %n checkpoint(s)</source>
            <translation>
                <numerusform>Create %n checkpoint</numerusform>
                <numerusform>Create %n checkpoints</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>and %n more</source>
            <translation>
                <numerusform>and %n more</numerusform>
                <numerusform>and %n more</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Spritarium::SpriteRowDelegate</name>
        <message numerus="yes">
            <source>%n min</source>
            <translation>
                <numerusform>%n min</numerusform>
                <numerusform>%n min</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Spritarium::SafetyCleanup</name>
        <message numerus="yes">
            <source>and %n more</source>
            <translation>
                <numerusform>and %n more</numerusform>
                <numerusform>and %n more</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Delete %n safety checkpoint(s)?</source>
            <translation>
                <numerusform>Delete %n safety checkpoint?</numerusform>
                <numerusform>Delete %n safety checkpoints?</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Delete %n checkpoint(s)</source>
            <translation>
                <numerusform>Delete %n checkpoint</numerusform>
                <numerusform>Delete %n checkpoints</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n safety checkpoint(s) deleted.</source>
            <translation>
                <numerusform>%n safety checkpoint deleted.</numerusform>
                <numerusform>%n safety checkpoints deleted.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n left.</source>
            <translation>
                <numerusform>%n left.</numerusform>
                <numerusform>%n left.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Spritarium::RestoreSheet</name>
        <message numerus="yes">
            <source>%n service(s) restart: %1.</source>
            <translation>
                <numerusform>%n service restarts: %1.</numerusform>
                <numerusform>%n services restart: %1.</numerusform>
            </translation>
        </message>
    </context>
</TS>
