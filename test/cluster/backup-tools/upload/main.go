// Command upload takes a snapshot with the uploader of Velero, as its node agent and its data mover do where there is a
// kubelet: of a folder, or of a device. It prints the snapshot's id and its bytes.
//
//	upload <store> <repository> <password> <files|device> <path> <name that the snapshot is listed by> [splitter]
//
// The store is a folder; a repository that it does not have yet is created, as Velero creates one, but for another splitter where one
// is named: small pieces make small fixtures.
package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/kopia/kopia/fs"
	"github.com/kopia/kopia/fs/virtualfs"
	"github.com/kopia/kopia/snapshot"
	"github.com/kopia/kopia/snapshot/upload"
	"github.com/sirupsen/logrus"
	"github.com/vmware-tanzu/velero/pkg/repository/udmrepo"
	"github.com/vmware-tanzu/velero/pkg/repository/udmrepo/kopialib"
	"github.com/vmware-tanzu/velero/pkg/uploader"
	"github.com/vmware-tanzu/velero/pkg/uploader/kopia"
)

func main() {
	log := logrus.New()
	log.SetLevel(logrus.WarnLevel)
	id, size, err := run(context.Background(), log, os.Args[1:])
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(id, size)
}

const defaultSplitter = "DYNAMIC-4M-BUZHASH"

func run(ctx context.Context, log logrus.FieldLogger, args []string) (string, int64, error) {
	store, repository, password, mode, path, name := args[0], args[1], args[2], args[3], args[4], args[5]
	splitter := defaultSplitter
	if len(args) > 6 {
		splitter = args[6]
	}
	repo, err := open(ctx, log, store, repository, password, splitter)
	if err != nil {
		return "", 0, err
	}
	defer repo.Close(ctx)
	writer := kopia.NewShimRepo(repo)
	up := upload.NewUploader(writer)
	up.Progress = kopia.NewProgress(noProgress{}, 0, log)
	up.FailFast = true
	tags := map[string]string{uploader.SnapshotRequesterTag: "pod-volume-backup-restore", uploader.SnapshotUploaderTag: uploader.KopiaType}
	if mode == "files" {
		made, _, err := kopia.Backup(ctx, up, writer, path, name, false, "", uploader.PersistentVolumeFilesystem, nil, tags, log)
		if err != nil {
			return "", 0, err
		}
		return made.ID, made.Size, nil
	}
	// kopia.Backup reads none but real devices: what it makes of one (block_backup.go) is made here of a file.
	device, err := os.Open(path)
	if err != nil {
		return "", 0, err
	}
	source := snapshot.SourceInfo{UserName: udmrepo.GetRepoUser(), Host: udmrepo.GetRepoDomain(), Path: filepath.Clean(name)}
	entry := virtualfs.NewStaticDirectory(path, []fs.Entry{virtualfs.StreamingFileFromReader(path, device)})
	return kopia.SnapshotSource(ctx, writer, up, source, entry, false, "", tags, nil, log, "Kopia Uploader")
}

func open(ctx context.Context, log logrus.FieldLogger, store, repository, password, splitter string) (udmrepo.BackupRepo, error) {
	config, err := os.CreateTemp("", "kopia-*.config")
	if err != nil {
		return nil, err
	}
	service := kopialib.NewKopiaRepoService(log)
	options := udmrepo.RepoOptions{
		StorageType:    udmrepo.StorageTypeFs,
		RepoPassword:   password,
		ConfigFilePath: config.Name(),
		StorageOptions: map[string]string{
			udmrepo.StoreOptionFsPath:   store,
			udmrepo.StoreOptionPrefix:   repository,
			udmrepo.StoreOptionCacheDir: config.Name() + ".cache",
		},
		GeneralOptions: map[string]string{udmrepo.StoreOptionGenSplitAlgo: splitter},
		Description:    "test",
	}
	if known, err := service.IsCreated(ctx, options); err != nil {
		return nil, err
	} else if !known {
		if err := service.Create(ctx, options); err != nil {
			return nil, err
		}
	}
	if err := service.Connect(ctx, options); err != nil {
		return nil, err
	}
	return service.Open(ctx, options)
}

type noProgress struct{}

func (noProgress) UpdateProgress(*uploader.Progress) {}
