// Command plugin is what a test puts in the place of a cloud beside a real Velero: a bucket that is a folder, and a volume
// snapshotter that answers as the one for EBS does, with ids made of the volumes'.
package main

import (
	"fmt"
	"regexp"

	"github.com/sirupsen/logrus"
	"github.com/vmware-tanzu/velero/pkg/plugin/framework"
	core "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/runtime"
)

func main() {
	framework.NewServer().
		RegisterObjectStore("velero.io/fs", func(logrus.FieldLogger) (any, error) { return &fsStore{}, nil }).
		RegisterVolumeSnapshotter("kubeferry.dev/ebs", func(logrus.FieldLogger) (any, error) { return &snapshotter{}, nil }).
		Serve()
}

type snapshotter struct{}

func (s *snapshotter) Init(map[string]string) error { return nil }

func (s *snapshotter) GetVolumeInfo(string, string) (string, *int64, error) {
	iops := int64(3000)
	return "gp3", &iops, nil
}

func (s *snapshotter) CreateSnapshot(volumeID, _ string, _ map[string]string) (string, error) {
	return "snap-" + volumeID[4:], nil
}

func (s *snapshotter) CreateVolumeFromSnapshot(string, string, string, *int64) (string, error) {
	return "", fmt.Errorf("nothing is restored here")
}

func (s *snapshotter) DeleteSnapshot(string) error { return nil }

var volume = regexp.MustCompile("vol-.*")

func (s *snapshotter) GetVolumeID(object runtime.Unstructured) (string, error) {
	found := new(core.PersistentVolume)
	if err := runtime.DefaultUnstructuredConverter.FromUnstructured(object.UnstructuredContent(), found); err != nil {
		return "", err
	}
	if found.Spec.CSI == nil {
		return "", nil
	}
	return volume.FindString(found.Spec.CSI.VolumeHandle), nil
}

func (s *snapshotter) SetVolumeID(object runtime.Unstructured, _ string) (runtime.Unstructured, error) {
	return object, nil
}
