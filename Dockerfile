# Frågebatteri in a container: one static binary, nothing else, not root.
FROM golang:1.26 AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=0 go build -trimpath -tags nomsgpack -ldflags "-s -w" -o /out/fragebatteri ./cmd/fragebatteri
RUN mkdir -p /out/data /out/tmp

FROM scratch
COPY --from=build /out/fragebatteri /fragebatteri
COPY --from=build --chown=65532:65532 /out/data /data
COPY --from=build --chown=65532:65532 /out/tmp /tmp
USER 65532:65532
ENV FRAGEBATTERI_DATA=/data/instance FRAGEBATTERI_ADDR=0.0.0.0:8080
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=6s --start-period=5s CMD ["/fragebatteri", "health"]
ENTRYPOINT ["/fragebatteri"]
CMD ["serve"]
