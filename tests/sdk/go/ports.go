// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"

	sprites "github.com/superfly/sprites-go"
)

// Sends back what it gets.
const echo = `
import socket, sys, threading
server = socket.create_server(("127.0.0.1", int(sys.argv[1])))
print("listening", flush=True)
def serve(connection):
    while data := connection.recv(65536):
        connection.sendall(data)
    connection.close()
while True:
    threading.Thread(target=serve, args=(server.accept()[0],), daemon=True).start()
`

// listen starts an echo server in a sprite; the function that it gives back ends it.
func listen(ctx context.Context, sprite *sprites.Sprite, port int) func() {
	var out heard
	command := sprite.CommandContext(ctx, "python3", "-c", echo, fmt.Sprint(port))
	command.Stdout, command.Stderr = &out, &out
	must(command.Start())
	until(ctx, "the server", func() bool { return out.has("listening") })
	return func() {
		must(command.Signal("KILL"))
		_ = command.Wait()
	}
}

// echoed sends bytes and tells whether they came back.
func echoed(connection net.Conn, sent []byte) bool {
	go func() { _, _ = connection.Write(sent) }()
	back := make([]byte, len(sent))
	_, err := io.ReadFull(connection, back)
	return err == nil && bytes.Equal(back, sent)
}

func dial(session *sprites.ProxySession) net.Conn {
	return got(net.Dial("tcp", session.LocalAddr().String()))
}

func addPorts(t *trialsOf) {
	t.trial("ports: bytes through one", func(ctx context.Context) {
		sprite := t.world.shared(ctx, "ports")
		defer listen(ctx, sprite, 7001)()
		session := got(sprite.ProxyPort(ctx, 0, 7001))
		connection := dial(session)
		check(echoed(connection, []byte("hello")), "a word")
		check(echoed(connection, random(8*mebibyte)), "8 MiB")
		must(connection.Close())
		must(session.Close())
		session.Wait()
	})
	t.trial("ports: many connections at once", func(ctx context.Context) {
		sprite := t.world.shared(ctx, "ports")
		defer listen(ctx, sprite, 7002)()
		session := got(t.world.client.ProxyPort(ctx, sprite.Name(), 0, 7002))
		good := make(chan bool)
		for range 25 {
			go func() {
				connection, err := net.Dial("tcp", session.LocalAddr().String())
				good <- err == nil && echoed(connection, random(50_000)) && connection.Close() == nil
			}()
		}
		bad := 0
		for range 25 {
			if !<-good {
				bad++
			}
		}
		check(bad == 0, "%d bad", bad)
		must(session.Close())
	})
	t.trial("ports: several, and all closed at once", func(ctx context.Context) {
		sprite := t.world.shared(ctx, "ports")
		defer listen(ctx, sprite, 7003)()
		defer listen(ctx, sprite, 7004)()
		manager := sprites.NewProxyManager()
		for _, session := range got(sprite.ProxyPorts(ctx, []sprites.PortMapping{
			{RemotePort: 7003}, {RemotePort: 7004, RemoteHost: "127.0.0.1"}})) {
			manager.AddSession(session)
			connection := dial(session)
			check(echoed(connection, []byte("x")), "%d", session.RemotePort)
			must(connection.Close())
		}
		manager.CloseAll()
		manager.WaitAll()
	})
	t.trial("ports: a connection without a local port", func(ctx context.Context) {
		sprite := t.world.shared(ctx, "ports")
		defer listen(ctx, sprite, 7005)()
		connection := got(sprite.ProxySocket(ctx, "tcp", "localhost:7005"))
		check(echoed(connection, random(mebibyte)), "other bytes")
		must(connection.Close())
	})
	t.trial("ports: where nothing listens the connection closes", func(ctx context.Context) {
		session := got(t.world.shared(ctx, "ports").ProxyPort(ctx, 0, 7999))
		_, err := dial(session).Read(make([]byte, 1))
		refused(err)
		must(session.Close())
	})
	t.trial("ports: a local one that is taken", func(ctx context.Context) {
		taken := got(net.Listen("tcp", "localhost:0"))
		defer taken.Close()
		_, err := t.world.shared(ctx, "ports").ProxyPort(ctx, taken.Addr().(*net.TCPAddr).Port, 1)
		refused(err, "in use")
	})
}
