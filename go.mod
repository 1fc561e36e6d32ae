module github.com/crossdeviceflows/crossdevice

go 1.26
