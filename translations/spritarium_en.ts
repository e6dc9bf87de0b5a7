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
</TS>
